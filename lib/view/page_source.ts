import type { Activity } from "../analyze/activity/activity.ts";
import type { Evidence } from "../analyze/finding.ts";
import type { TextState } from "../case/case_reader.ts";
import type { Diagnostic } from "../errors.ts";
import type { Comparison } from "./diff/comparison.ts";
import type { QueryRow } from "../query/query_row.ts";
import type { ReportIndex } from "../report/report_index.ts";

/**
 * Where views get their data: a case behind `omlens serve`, or what a report carries. Views load from it and nothing
 * else, so they are the same in both.
 */
export interface PageSource {
  /** The analysis; in a report the part of it that fits into the file. */
  readonly index: ReportIndex;
  /** Whether lines that are no evidence can be read. */
  readonly text: TextState;
  /** What is left out of `index`, in words: the report says so beside each list. Nothing for a case. */
  readonly omissions: readonly string[];
  /** The comparison with another case; null: there is none. */
  readonly comparison: Comparison | null;
  /** What hosts logged, by host, then category, in buckets as fine as there are: at least in the time asked for. */
  readonly activity: (question: ActivityQuestion) => readonly Activity[];
  /** Records and events in order of time; in a report those that are evidence. */
  readonly records: (question: RecordQuestion) => RecordAnswer | Promise<RecordAnswer>;
  /** Lines of a log file around a line; in a report those that are evidence. */
  readonly lines: (place: LineQuestion) => LineAnswer | Promise<LineAnswer>;
  /** The log file of an evidence, for the address of its line; null: it cannot be shown. */
  readonly memberOf: (evidence: Pick<Evidence, "input" | "member">) => number | null;
}

/** Whose activity is asked for, and when. Times are epoch milliseconds. */
export interface ActivityQuestion {
  /** From then on. */
  readonly startMs: number;
  /** Up to then. */
  readonly endMs: number;
  /** Of these hosts. */
  readonly hosts: ReadonlySet<string>;
}

/** Which records are asked for. Times are epoch milliseconds. */
export interface RecordQuestion {
  /** Filter in the language of `omlens query`; an empty one lets all through. */
  readonly filter: string;
  /** From then on. */
  readonly since?: number | undefined;
  /** Up to then. */
  readonly until?: number | undefined;
  /** Within a minute of it. */
  readonly around?: number | undefined;
  /** Only of this signature. */
  readonly signature?: string | undefined;
  /** Only those behind this finding. */
  readonly finding?: string | undefined;
  /** Whether times are corrected by the measured clock offsets. */
  readonly corrected: boolean;
  /** Records before and after each one that fits, in its log file. @default {0} */
  readonly context?: number;
  /** Whether events are left out. */
  readonly recordsOnly: boolean;
  /** Most rows. */
  readonly limit: number;
  /** Go on after the row with this cursor. */
  readonly cursor?: string | undefined;
  /** Whether the search may take long. @default {false} */
  readonly isPatient?: boolean;
}

/** Rows of one page. */
export interface RecordAnswer {
  /** In order. */
  readonly items: readonly QueryRow[];
  /** Cursor to go on with; null: there is no more, or nothing was found yet. */
  readonly nextCursor: string | null;
  /** Whether the search was ended before it found so many rows: it took too long. */
  readonly isPartial: boolean;
  /** What could not be done. */
  readonly problems: readonly Diagnostic[];
}

/** Which lines are asked for. */
export interface LineQuestion {
  /** Path of the log file, or its number. */
  readonly member: string;
  /** Name of the input, when several have such a path. */
  readonly input: string | undefined;
  /** Line, 1-based. */
  readonly line: number;
  /** Lines before it. */
  readonly before: number;
  /** Lines after it. */
  readonly after: number;
}

/** Lines of a log file. */
export interface LineAnswer {
  /** Path in its input. */
  readonly member: string;
  /** Name of the input. */
  readonly input: string;
  /** Host whose log it is. */
  readonly host: string;
  /** As many of them as there are. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}
