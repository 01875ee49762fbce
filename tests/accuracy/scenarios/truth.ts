import type { LinePlace } from "./world.ts";

/** A finding that must be there. */
export interface ExpectedFinding {
  /** Rules, any of which tells it. */
  readonly rules: readonly string[];
  /** Servers of which it names at least one; null: whichever. */
  readonly hosts: readonly string[] | null;
  /** Projects of which it names at least one; null: whichever. */
  readonly gids: readonly string[] | null;
  /** When the trouble begins, epoch milliseconds on the API's clock; null: it is there all the time. */
  readonly onsetMs: number | null;
  /** Ids of the events that are its cause, all of one change; empty: no event explains it. */
  readonly causes: readonly string[];
}

/** Findings that follow from the trouble, and are neither asked for nor wrong. */
export interface AcceptableFindings {
  /** Rules; `appdb.*` stands for all of an area. */
  readonly rules: readonly string[];
  /** Earliest onset. */
  readonly fromMs: number;
  /** Latest onset. */
  readonly toMs: number;
}

/** The clock of a server. */
export interface TrueClock {
  /** Server. */
  readonly host: string;
  /** Its clock minus the API's. */
  readonly offsetMs: number;
  /** Requests in its access log that made an event. */
  readonly twins: number;
}

/** What a scenario's analysis should say. */
export interface Truth {
  /** Findings that must be there. */
  readonly expected: readonly ExpectedFinding[];
  /** Findings that may be there. */
  readonly acceptable: readonly AcceptableFindings[];
  /** Whether any claimed cause is wrong: no event explains anything. */
  readonly isNull: boolean;
  /** Clocks of all servers. */
  readonly clocks: readonly TrueClock[];
  /** Requests answered with 5xx that have an exception. */
  readonly failures: readonly { readonly request: LinePlace; readonly exception: LinePlace }[];
  /** Records of all logs. */
  readonly records: number;
  /** Events. */
  readonly events: number;
}
