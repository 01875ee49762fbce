import { laterOnsets } from "./likeliest_onset.ts";
import type { SeriesPart } from "./series_store.ts";
import { countBetween } from "./time_grid.ts";

const MAX_DOUBT_MS = 120_000;
/** The usual rate is that of a time this many times as long, right before. */
const BASELINE_FACTOR = 6;
/** An onset is ruled out when its log-likelihood is so far below that of the first record: in 99 of 100 cases rightly. */
const LIKELY = 3.3;

/** A stretch of records that are more frequent than usual. */
export interface RaisedStretch {
  /** All counts of the signature or rule. */
  readonly parts: readonly SeriesPart[];
  /** Start, epoch milliseconds. */
  readonly fromMs: number;
  /** End, exclusive. */
  readonly toMs: number;
  /** First record. */
  readonly onsetMs: number;
}

/**
 * How much later the onset may be, milliseconds: where such records occur at other times as well, the first ones may be of
 * the usual kind, and trouble may have begun only with a later one.
 */
export function onsetDoubt({ parts, fromMs, toMs, onsetMs }: RaisedStretch, count: number): number {
  if (count === 0 || !parts.some(({ total }) => total.firstMs < fromMs)) return 0;
  const lengthMs = Math.max(1, toMs - onsetMs);
  const raised = count / lengthMs;
  const before = countBetween(parts, fromMs - BASELINE_FACTOR * lengthMs, fromMs).count;
  const usual = Math.min(raised, (before + 0.5) / (BASELINE_FACTOR * lengthMs));
  let doubtMs = 2 / raised;
  for (
    const { timeMs, loss } of laterOnsets(parts, onsetMs, Math.min(lengthMs, 2 * MAX_DOUBT_MS), {
      raised,
      usual,
    })
  ) {
    if (loss <= LIKELY) doubtMs = Math.max(doubtMs, timeMs - onsetMs);
  }
  return Math.min(MAX_DOUBT_MS, doubtMs);
}
