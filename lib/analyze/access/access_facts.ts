import type { EventRow } from "../../events/event_row.ts";
import type { OffsetOf } from "../coverage.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";

/** What findings about requests are made of. */
export interface AccessFacts {
  /** Counts of the logs. */
  readonly tally: LogTally;
  /** Time the logs are about. */
  readonly span: LogSpan;
  /** Normalised, by time. */
  readonly events: readonly EventRow[];
  /** Tells by how much the clock of a host is ahead of the API's. */
  readonly offsetOf: OffsetOf;
}
