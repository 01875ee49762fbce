/** What makes a rise of counts a burst. */
export interface BurstOptions {
  /** Least records in a window. */
  readonly minCount: number;
  /** Least ratio of a window to what was expected. */
  readonly minRatio: number;
}

/** A stretch of buckets in which counts are far above what went before. */
export interface Burst {
  /** First bucket. */
  readonly from: number;
  /** Bucket after the last. */
  readonly to: number;
  /** Records in it. */
  readonly count: number;
  /** Records that the rate before would have given. */
  readonly expected: number;
  /** Most records in a window of it. */
  readonly peak: number;
}

const WINDOW = 5;
const BASELINE = 360;
const MIN_BASELINE = 30;
const QUIET = 10;
/** A shorter series has no usual rate to rise above. */
const MIN_BUCKETS = 15;
/** Natural logarithm of the odds against chance that a window must beat. */
const MIN_SURPRISE = 20;
/** More bursts than these in one series are its rhythm, not incidents. */
const MAX_RECURRENCES = 4;

/**
 * Finds bursts: windows whose count a Poisson process with the rate of the six hours before (or, early on, the usual
 * rate of the whole series) does not explain, even when its own unsteadiness (Fano factor) is allowed for. A series
 * that jumps again and again has a rhythm; then only jumps far above its usual ones count.
 */
export function findBursts(counts: ArrayLike<number>, options: BurstOptions): Burst[] {
  if (counts.length < MIN_BUCKETS) return [];
  const sums = prefixSums(counts);
  const usualRate = usualRateOf(sums);
  const clean = new Float64Array(counts.length + 1);
  const bursts: Burst[] = [];
  let at = 0;
  while (at < counts.length) {
    const rate = rateBefore(clean, at) ?? usualRate;
    const burst = burstAt(counts, sums, clean, { at, rate, options });
    const end = burst?.to ?? at + 1;
    for (; at < end; at++) clean[at + 1] = clean[at]! + (burst ? Math.min(rate, counts[at]!) : counts[at]!);
    if (burst) bursts.push(burst);
  }
  return withoutRhythm(bursts);
}

function burstAt(
  counts: ArrayLike<number>,
  sums: Float64Array,
  clean: Float64Array,
  { at, rate, options }: { at: number; rate: number; options: BurstOptions },
): Burst | null {
  if (counts[at] === 0) return null;
  const windowEnd = Math.min(at + WINDOW, counts.length);
  const inWindow = sums[windowEnd]! - sums[at]!;
  const expected = rate * WINDOW;
  if (inWindow < options.minCount || inWindow < options.minRatio * expected) return null;
  if (surprise(inWindow, expected) / fanoBefore(clean, at) < MIN_SURPRISE) return null;
  const from = firstRaised(counts, at, windowEnd, inWindow);
  const to = endOf(counts, sums, { from, windowEnd, rate, perBucket: inWindow / WINDOW });
  return {
    from,
    to,
    count: sums[to]! - sums[from]!,
    expected: rate * (to - from),
    peak: peakOf(sums, from, to),
  };
}

/** A lone background record right before the jump is not its beginning. */
function firstRaised(counts: ArrayLike<number>, at: number, end: number, inWindow: number): number {
  let from = at;
  while (from < end - 1 && counts[from]! < 0.1 * inWindow / WINDOW) from++;
  return from;
}

function endOf(
  counts: ArrayLike<number>,
  sums: Float64Array,
  { from, windowEnd, rate, perBucket }: { from: number; windowEnd: number; rate: number; perBucket: number },
): number {
  const quiet = QUIET * Math.max(2 * rate, 0.1 * perBucket);
  let to = Math.max(windowEnd, from + 1);
  while (to < counts.length && sums[Math.min(to + QUIET, counts.length)]! - sums[to]! > quiet) to++;
  while (to > from + 1 && counts[to - 1]! <= 2 * rate) to--;
  return to;
}

function peakOf(sums: Float64Array, from: number, to: number): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    peak = Math.max(peak, sums[Math.min(i + WINDOW, sums.length - 1)]! - sums[i]!);
  }
  return peak;
}

/** Logarithm of the likelihood ratio of `count` against a Poisson mean. */
function surprise(count: number, expected: number): number {
  return count * Math.log(count / expected) - (count - expected);
}

function rateBefore(clean: Float64Array, at: number): number | null {
  const length = Math.min(BASELINE, at);
  return length < MIN_BASELINE ? null : (clean[at]! - clean[at - length]! + 0.5) / length;
}

/** Variance over mean of the windows before: 1 for a Poisson process, more for one that comes in waves. */
function fanoBefore(clean: Float64Array, at: number): number {
  const windows = Math.floor(Math.min(BASELINE, at) / WINDOW);
  if (windows < 4) return 1;
  let sum = 0;
  let squares = 0;
  for (let i = 1; i <= windows; i++) {
    const count = clean[at - (i - 1) * WINDOW]! - clean[at - i * WINDOW]!;
    sum += count;
    squares += count * count;
  }
  const mean = sum / windows;
  return mean === 0 ? 1 : Math.max(1, (squares / windows - mean * mean) / mean);
}

/** Mean of the lower four fifths of half-hour stretches (shorter ones in a short series): bursts do not raise it. */
function usualRateOf(sums: Float64Array): number {
  const length = sums.length > 5 * MIN_BASELINE ? MIN_BASELINE : WINDOW;
  const stretches: number[] = [];
  for (let i = 0; i + length < sums.length; i += length) stretches.push(sums[i + length]! - sums[i]!);
  const kept = stretches.sort((a, b) => a - b).slice(0, Math.max(1, Math.floor(stretches.length * 0.8)));
  const sum = kept.reduce((total, count) => total + count, 0);
  return (sum + 0.5) / (kept.length * length);
}

function withoutRhythm(bursts: Burst[]): Burst[] {
  if (bursts.length <= MAX_RECURRENCES) return bursts;
  const peaks = bursts.map(({ peak }) => peak).sort((a, b) => a - b);
  const usual = peaks[Math.floor(peaks.length / 2)]!;
  return bursts.filter(({ peak }) => peak >= 3 * usual);
}

function prefixSums(counts: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) sums[i + 1] = sums[i]! + counts[i]!;
  return sums;
}
