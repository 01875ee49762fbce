import { likeliestOnset } from "../likeliest_onset.ts";
import { onsetDoubt } from "../onset_doubt.ts";
import { BIN_MS, type SeriesPart } from "../series_store.ts";
import { countBetween } from "../time_grid.ts";

/** Counts that a finding is made of, when clocks of its hosts differ. */
export interface JointRecords {
  /** All counts of the signature or rule, by the right time. */
  readonly parts: readonly SeriesPart[];
  /** Onset as the host has it that logged it first, by the right time, epoch milliseconds. */
  readonly onsetMs: number;
  /** How long it lasts, milliseconds. */
  readonly lengthMs: number;
  /** How far the clocks of the hosts are apart, milliseconds. */
  readonly apartMs: number;
}

/** Another host may have been the first, so long before. */
const MAX_EARLIER_MS = 3_600_000;
/** The usual rate is that of a time this many times as long, right before. */
const BASELINE_FACTOR = 6;

/**
 * The onset of what several hosts logged by clocks that differ: what was first by their own times need not have been the
 * first. The earliest records are the onset, unless they are as rare as such records are at other times.
 */
export function jointOnset(
  { parts, onsetMs, lengthMs, apartMs }: JointRecords,
): { readonly onsetMs: number; readonly latestOnsetMs: number } {
  // Bins count by their start.
  const fromMs = onsetMs - Math.min(apartMs, MAX_EARLIER_MS) - BIN_MS;
  const toMs = onsetMs + Math.max(1, lengthMs);
  const { count, firstMs } = countBetween(parts, fromMs, toMs);
  if (count === 0) return { onsetMs, latestOnsetMs: onsetMs };
  const raised = count / (toMs - onsetMs);
  const spanMs = BASELINE_FACTOR * lengthMs;
  const before = countBetween(parts, fromMs - spanMs, fromMs).count;
  const usual = Math.min(raised, (before + 0.01) / Math.max(1, spanMs));
  const likeliest = likeliestOnset(parts, { firstMs, latestFirstMs: onsetMs, toMs }, { raised, usual });
  const found = { parts, fromMs: likeliest, toMs, onsetMs: likeliest };
  return { onsetMs: likeliest, latestOnsetMs: likeliest + onsetDoubt(found, count) };
}
