import type { RecordParts } from "./write_record.ts";

/** What happens to requests for a while. */
export interface Effect {
  /** Begin, on the API's clock. */
  readonly fromMs: number;
  /** End. */
  readonly toMs: number;
  /** Which requests; left out: all. */
  readonly matches?: (request: AffectedRequest) => boolean;
  /** Share of them. @default {1} */
  readonly share?: number;
  /** They are not sent. */
  readonly silent?: boolean;
  /** Their status. */
  readonly status?: number;
  /** They take so many times as long. */
  readonly slowdown?: number;
  /** What the server logs about each. */
  readonly failure?: (request: AffectedRequest) => Omit<RecordParts, "timeMs" | "thread">;
  /** When the first request met it, on the API's clock; left out: none yet. */
  firstMs?: number;
}

/** What effects look at. */
export interface AffectedRequest {
  /** When it starts, on the API's clock. */
  readonly timeMs: number;
  /** Server's name. */
  readonly host: string;
  /** Verb. */
  readonly method: string;
  /** URL. */
  readonly url: string;
  /** Project it is about; null: none. */
  readonly gid: string | null;
  /** Host of the agent that sends it; null: no agent. */
  readonly agent: string | null;
  /** Whether an agent, a person or a tool sends it. */
  readonly sender: "agent" | "person" | "tool";
}
