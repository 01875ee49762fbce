import { BIN_MS, type SeriesPart } from "./series_store.ts";

/** Rates of records, by millisecond. */
export interface OnsetRates {
  /** Since the onset. */
  readonly raised: number;
  /** Before. */
  readonly usual: number;
}

/** The onset is looked for so long after the records that may be the first. */
const MAX_SHIFT_MS = 900_000;

/** When records are raised, epoch milliseconds. */
export interface RaisedTime {
  /** First record that may belong to it. */
  readonly firstMs: number;
  /** No later record is the first, as far as is known. @default {firstMs} */
  readonly latestFirstMs?: number;
  /** End, exclusive. */
  readonly toMs: number;
}

/**
 * The record with which records most likely became more frequent, the first or a later one: a lone one long before the
 * others is a usual one.
 */
export function likeliestOnset(
  parts: readonly SeriesPart[],
  { firstMs, latestFirstMs = firstMs, toMs }: RaisedTime,
  rates: OnsetRates,
): number {
  let [onsetMs, least] = [firstMs, 0];
  const lengthMs = Math.min(latestFirstMs + MAX_SHIFT_MS, toMs) - firstMs;
  for (const { timeMs, loss } of laterOnsets(parts, firstMs, lengthMs, rates)) {
    if (loss < least) [onsetMs, least] = [timeMs, loss];
  }
  return onsetMs;
}

/** Records after a first one, and by how much the log-likelihood of an onset with them is below that of the first. */
export function laterOnsets(
  parts: readonly SeriesPart[],
  firstMs: number,
  lengthMs: number,
  { raised, usual }: OnsetRates,
): { readonly timeMs: number; readonly loss: number }[] {
  const counts = countsFrom(parts, firstMs, lengthMs);
  const times = Float64Array.from(counts.keys()).sort();
  const perRecord = Math.log(raised / usual);
  const onsets: { readonly timeMs: number; readonly loss: number }[] = [];
  let loss = 0;
  for (let at = 1; at < times.length; at++) {
    const beforeMs = times[at - 1]!;
    const timeMs = times[at]!;
    // Then the records before were usual ones, and the time between had the usual rate.
    loss += counts.get(beforeMs)! * perRecord - (raised - usual) * (timeMs - beforeMs);
    onsets.push({ timeMs, loss });
  }
  return onsets;
}

/** Records by time; of ten seconds only the first and the last time are known. */
function countsFrom(parts: readonly SeriesPart[], firstMs: number, lengthMs: number): Map<number, number> {
  const counts = new Map<number, number>([[firstMs, 0]]);
  const endMs = firstMs + lengthMs;
  const add = (timeMs: number, count: number) => {
    if (timeMs >= firstMs && timeMs <= endMs) counts.set(timeMs, (counts.get(timeMs) ?? 0) + count);
  };
  for (const { forEach, total } of parts) {
    if (total.lastMs < firstMs || total.firstMs > endMs) continue;
    forEach(
      (_bin, count, first, last) => {
        add(first, Math.max(1, count - 1));
        if (count > 1) add(last, 1);
      },
      firstMs - BIN_MS,
      endMs + 1,
    );
  }
  return counts;
}
