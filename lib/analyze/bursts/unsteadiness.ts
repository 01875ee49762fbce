import type { Burst } from "./burst.ts";
import { type SummedSeries, surpriseAfter } from "./summed_series.ts";

/** So many bursts of a series may be incidents; what the others add is its own unsteadiness. */
const MAX_INCIDENTS = 3;
const WINDOW = 150;
const MAX_WINDOW = 450;
const MANY = 50;
/** Natural logarithm of the odds that a burst must have against what the rest does: that it is a burst is known. */
const UNSTEADY_SURPRISE = 12;
const MIN_WINDOW = 5;
/** Fewer windows do not tell how unsteady a series is. */
const MIN_WINDOWS = 8;
/** Right before a burst so many buckets are compared with as many of its own: what grows slowly is no burst. */
const EDGE = 30;
const MIN_BEFORE = 5;
const MIN_STEP = 2.5;

/** Bursts that begin at once, and stand out of what the rest of the series does from one window to the next. */
export function withoutUnsteadiness(
  bursts: readonly Burst[],
  series: SummedSeries,
  minSurprise: number,
): Burst[] {
  const most = bursts.toSorted((a, b) => b.surprise - a.surprise || a.from - b.from).slice(0, MAX_INCIDENTS);
  const known = new Map<number, number>();
  return bursts.filter((burst) => {
    if (!isSharp(burst, series)) return false;
    const window = windowFor(burst);
    const fano = known.get(window) ?? fanoBeside(most, series, window);
    known.set(window, fano);
    return densest(burst, series, window) >= Math.max(minSurprise, UNSTEADY_SURPRISE * fano);
  });
}

/** Long enough to hold many records, where the burst does. */
function windowFor({ from, to, count }: Burst): number {
  const length = to - from;
  const needed = Math.ceil(MANY * length / count);
  return Math.max(MIN_WINDOW, Math.min(length, Math.max(WINDOW, Math.min(needed, MAX_WINDOW))));
}

function isSharp({ from, to }: Burst, { sums }: SummedSeries): boolean {
  const length = Math.min(EDGE, to - from, from);
  const before = sums[from]! - sums[from - length]!;
  return before < MIN_BEFORE || sums[from + length]! - sums[from]! >= MIN_STEP * before;
}

/** Surprise of the window of a burst with most records. */
function densest({ from, to, expected }: Burst, { sums, length }: SummedSeries, window: number): number {
  let most = 0;
  for (let i = from; i === from || i + window <= to; i++) {
    most = Math.max(most, sums[Math.min(i + window, length)]! - sums[i]!);
  }
  const usual = expected / (to - from) * window;
  return surpriseAfter(most, window, { count: usual * 8, length: window * 8 });
}

/** Variance over mean, by the steps from one window to the next: a rate that changes slowly adds nothing. */
function fanoBeside(bursts: readonly Burst[], { sums, length }: SummedSeries, window: number): number {
  let [windows, count, squares] = [0, 0, 0];
  let before: number | null = null;
  for (let at = 0; at + window <= length; at += window) {
    if (touchesOne(bursts, at, at + window)) {
      before = null;
      continue;
    }
    const own = sums[at + window]! - sums[at]!;
    if (before !== null) {
      windows++;
      count += own;
      squares += (own - before) ** 2 / 2;
    }
    before = own;
  }
  return windows < MIN_WINDOWS || count === 0 ? 1 : Math.max(1, squares / count);
}

function touchesOne(bursts: readonly Burst[], from: number, to: number): boolean {
  for (let i = 0; i < bursts.length; i++) if (from < bursts[i]!.to && bursts[i]!.from < to) return true;
  return false;
}
