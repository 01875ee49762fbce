import type { ReadLimits } from "./archive/read_limits.ts";
import type { SpillStore } from "./analyze/spill_store.ts";
import type { AnalysisSink } from "./case/analysis_sink.ts";
import type { Diagnostic } from "./errors.ts";
import type { NotedFile } from "./noted_file.ts";
import type { Category } from "./parse/member_origin.ts";
import type { RuleFile } from "./rules/load_rules.ts";

/** How `analyzeArchive()` works. */
export interface AnalyzeOptions {
  /** Files with events, in any saved form. */
  readonly events?: readonly NotedFile[];
  /** Documents of the log collection jobs that made the inputs: what failed or was cut enters the coverage. */
  readonly jobs?: readonly NotedFile[];
  /** What was found out while the inputs were looked for: it belongs to the diagnostics of the analysis. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Only records and events from this time on: ISO 8601, or relative to the end of the logs (`-2h`). */
  readonly since?: string;
  /** Only records and events up to this time. */
  readonly until?: string;
  /** Only these hosts. */
  readonly hosts?: readonly string[];
  /** Only these kinds of log. */
  readonly categories?: readonly Category[];
  /** How far before a finding's onset an event may be its cause. @default {1_800_000} (30 minutes) */
  readonly leadMs?: number;
  /** Pattern of the access log, when it is not found by itself. */
  readonly accessLayout?: string;
  /** More rules. */
  readonly rules?: readonly RuleFile[];
  /** Whether the built-in rules are used. @default {true} */
  readonly builtinRules?: boolean;
  /** Limits that are not the default ones. `maxLineBytes` @default {16_777_216} (16 MiB) */
  readonly limits?: Partial<ReadLimits & { readonly maxLineBytes: number }>;
  /**
   * Bytes of memory for what grows with the logs; it changes no result as long as there is a `spill`.
   * @default {268_435_456} (256 MiB)
   */
  readonly memoryBytes?: number;
  /** Takes what is beyond `memoryBytes`; without it, duplicates in what is beyond are no longer found, and reported. */
  readonly spill?: SpillStore;
  /** Ends the work: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called with the number of bytes read so far, as stored. */
  readonly onProgress?: (bytesRead: number) => void;
  /**
   * Whether lines are scanned in a worker, where one can be had, or one that was started for that before, which is ended. The
   * result is the same. @default {true}
   */
  readonly useWorker?: boolean | Worker;
  /** Told everything that a case keeps: rows, names, where lines are, at last the analysis. */
  readonly sink?: AnalysisSink;
}
