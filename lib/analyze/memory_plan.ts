import type { KeptKeysOptions } from "./kept_keys.ts";
import type { SeriesMemory } from "./assembled_series.ts";
import type { SpillStore } from "./spill_store.ts";

/** What what grows with the logs may take. Everything else has caps of its own: docs/memory.md. */
export interface MemoryPlan {
  /** For what finds duplicates. */
  readonly keys: KeptKeysOptions;
  /** For counts by template, host, scope and time. */
  readonly series: SeriesMemory;
  /** For counts by file family and minute. */
  readonly minuteBytes: number;
  /** For texts that the scan tells of each file: header lines, gaps, rejected lines. */
  readonly summaryBytes: number;
}

/** Memory when nothing else is asked for: 256 MiB. */
export const DEFAULT_MEMORY_BYTES: number = 256 * 2 ** 20;
/** Less would limit what is found in logs of usual size: 16 MiB. */
export const LEAST_MEMORY_BYTES: number = 16 * 2 ** 20;

const KEYS_SHARE = 1 / 16;
/** Where keys beyond that are not on disk but forgotten. */
const LONE_KEYS_SHARE = 1 / 8;
const SERIES_SHARE = 1 / 8;
const MINUTES_SHARE = 1 / 4;
const SUMMARIES_SHARE = 3 / 8;

/** Shares memory out; `spill` takes keys and counts that are beyond their share. */
export function planMemory(
  memoryBytes: number = DEFAULT_MEMORY_BYTES,
  spill: SpillStore | null = null,
): MemoryPlan {
  return {
    keys: { maxBytes: memoryBytes * (spill === null ? LONE_KEYS_SHARE : KEYS_SHARE), spill },
    series: { maxBytes: memoryBytes * SERIES_SHARE, spill },
    summaryBytes: memoryBytes * SUMMARIES_SHARE,
    minuteBytes: memoryBytes * MINUTES_SHARE,
  };
}
