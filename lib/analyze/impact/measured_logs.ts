import type { LogTally } from "../log_tally.ts";
import type { SignatureEntry } from "../signature_table.ts";
import type { LogSpan } from "../span_of_logs.ts";

/** Offset of a host's clock against the API's, milliseconds; positive: the host is ahead. */
export type HostClocks = (host: string) => number;

/** What impacts are measured on. */
export interface MeasuredLogs {
  /** Counts of the logs. */
  readonly tally: LogTally;
  /** Time the logs are about. */
  readonly span: LogSpan;
  /** All signatures. */
  readonly signatures: readonly SignatureEntry[];
  /** Offsets of the hosts' clocks. */
  readonly clocks: HostClocks;
}
