/** What makes a rise of counts a burst. */
export interface BurstOptions {
  /** Least records in the shortest window; longer ones need more. */
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
  /** Most records in {@linkcode PEAK_WINDOW} buckets of it. */
  readonly peak: number;
  /** Natural logarithm of the odds against chance. */
  readonly surprise: number;
}

/** Buckets over which a burst's peak is counted. */
export const PEAK_WINDOW = 5;

/** Sharp jumps show in short windows, long ones of a rare message only in long ones. */
const WINDOWS: readonly { readonly length: number; readonly countFactor: number }[] = [
  { length: PEAK_WINDOW, countFactor: 1 },
  { length: 15, countFactor: 1.5 },
  { length: 45, countFactor: 2.5 },
];
const LONGEST_WINDOW = 45;
const BASELINE = 360;
const MIN_BASELINE = 30;
const QUIET = 10;
/** Natural logarithm of the odds against chance that a window must beat. */
const MIN_SURPRISE = 20;
/** More bursts than these in one series are its rhythm, not incidents. */
const MAX_RECURRENCES = 4;
/** A job that runs every day does not start at the same minute. */
const DAY_SLACK = 30;

interface Series {
  readonly counts: ArrayLike<number>;
  /** Counts before each bucket. */
  readonly sums: Float64Array;
  /** The same without what bursts add. */
  readonly clean: Float64Array;
  /** Records a bucket of the whole, once that was asked for. */
  usualRate: number | null;
}

/**
 * Finds bursts: windows whose count a Poisson process with the rate of the six hours before (or, early on, the usual
 * rate of the whole series) does not explain, even when its own unsteadiness (Fano factor) is allowed for. A series
 * that jumps again and again, or at the same time of the day before or after, has a rhythm; then only jumps far above
 * its usual ones count.
 *
 * @param dayLength Buckets of a day
 */
export function findBursts(counts: ArrayLike<number>, options: BurstOptions, dayLength = 1440): Burst[] {
  const { sums, clean } = sumsOf(counts);
  const series: Series = { counts, sums, clean, usualRate: null };
  const bursts: Burst[] = [];
  for (let at = nextRise(series, 0, options); at < counts.length; at = nextRise(series, at, options)) {
    const rate = rateAt(series, at);
    const burst = burstAt(series, { at, rate, options });
    const end = burst?.to ?? at + 1;
    for (; at < end; at++) {
      const isRaised = burst !== null && at >= burst.from;
      clean[at + 1] = clean[at]! + (isRaised ? Math.min(rate, counts[at]!) : counts[at]!);
    }
    if (burst) bursts.push(burst);
  }
  return withoutRhythm(bursts).filter((burst) => !isRhythm(burst, sums, dayLength));
}

/** The next bucket with which a window begins that holds enough for a burst; what is before it is clean. */
function nextRise(series: Series, from: number, { minCount, minRatio }: BurstOptions): number {
  const { sums, clean } = series;
  const length = sums.length - 1;
  for (let at = from; at < length; at++) {
    const before = sums[at]!;
    const own = sums[at + 1]! - before;
    if (own > 0 && sums[Math.min(at + LONGEST_WINDOW, length)]! - before >= minCount) {
      const rate = rateAt(series, at);
      for (let i = 0; i < WINDOWS.length; i++) {
        const end = Math.min(at + WINDOWS[i]!.length, length);
        const count = sums[end]! - before;
        if (count >= minCount * WINDOWS[i]!.countFactor && count >= minRatio * (rate * (end - at))) return at;
      }
    }
    clean[at + 1] = clean[at]! + own;
  }
  return length;
}

function burstAt(
  series: Series,
  { at, rate, options }: { at: number; rate: number; options: BurstOptions },
): Burst | null {
  const { counts, sums, clean } = series;
  const window = WINDOWS.find(({ length, countFactor }) => {
    const end = Math.min(at + length, counts.length);
    const count = sums[end]! - sums[at]!;
    const expected = rate * (end - at);
    return count >= options.minCount * countFactor && count >= options.minRatio * expected &&
      surprise(count, expected) >= MIN_SURPRISE * fanoBefore(clean, at, length);
  });
  if (window === undefined) return null;
  const raised = mostRaised(sums, at, Math.min(at + window.length, counts.length), rate);
  const to = endOf(series, raised, rate);
  const { from } = raised;
  const expected = rate * (to - from);
  const count = sums[to]! - sums[from]!;
  return { from, to, count, expected, peak: peakOf(sums, from, to), surprise: surprise(count, expected) };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The part of a window that the rate explains least: what precedes and follows the jump is left out. */
function mostRaised(sums: Float64Array, start: number, end: number, rate: number): Stretch {
  const surpriseOf = (from: number, to: number) => surprise(sums[to]! - sums[from]!, rate * (to - from));
  let from = start;
  for (let i = start + 1; i < end; i++) if (surpriseOf(i, end) > surpriseOf(from, end)) from = i;
  let to = end;
  for (let i = end - 1; i > from; i--) if (surpriseOf(from, i) > surpriseOf(from, to)) to = i;
  return { from, to };
}

/** A burst goes on while ten buckets hold a tenth of what its first ten hold: what comes in waves is one. */
function endOf({ counts, sums }: Series, raised: Stretch, rate: number): number {
  const countFrom = (bucket: number) => sums[Math.min(bucket + QUIET, counts.length)]! - sums[bucket]!;
  const quiet = Math.max(2 * rate * QUIET, 0.1 * countFrom(raised.from));
  let to = raised.to;
  while (to < counts.length && countFrom(to) > quiet) to++;
  while (to < counts.length && counts[to]! > Math.max(2 * rate, quiet / QUIET)) to++;
  while (to > raised.from + 1 && counts[to - 1]! <= 2 * rate) to--;
  return to;
}

function peakOf(sums: Float64Array, from: number, to: number): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    peak = Math.max(peak, sums[Math.min(i + PEAK_WINDOW, sums.length - 1)]! - sums[i]!);
  }
  return peak;
}

/** Logarithm of the likelihood ratio of `count` against a Poisson mean; 0 when there are fewer. */
function surprise(count: number, expected: number): number {
  return count <= expected ? 0 : count * Math.log(count / expected) - (count - expected);
}

/** Records a bucket before one; early on, the usual rate. */
function rateAt(series: Series, at: number): number {
  if (at < MIN_BASELINE) return series.usualRate ??= usualRateOf(series.sums);
  const length = Math.min(BASELINE, at);
  return (series.clean[at]! - series.clean[at - length]! + 0.5) / length;
}

/** Variance over mean of the windows before: 1 for a Poisson process, more for one that comes in waves. */
function fanoBefore(clean: Float64Array, at: number, length: number): number {
  const windows = Math.floor(Math.min(BASELINE, at) / length);
  if (windows < 4) return 1;
  let sum = 0;
  let squares = 0;
  for (let i = 1; i <= windows; i++) {
    const count = clean[at - (i - 1) * length]! - clean[at - i * length]!;
    sum += count;
    squares += count * count;
  }
  const mean = sum / windows;
  return mean === 0 ? 1 : Math.max(1, (squares / windows - mean * mean) / mean);
}

/** Mean of the lower four fifths of half-hour stretches: bursts do not raise it. */
function usualRateOf(sums: Float64Array): number {
  const stretches = new Float64Array(Math.floor((sums.length - 1) / MIN_BASELINE));
  for (let i = 0; i < stretches.length; i++) {
    stretches[i] = sums[(i + 1) * MIN_BASELINE]! - sums[i * MIN_BASELINE]!;
  }
  const kept = stretches.sort().subarray(0, Math.ceil(stretches.length * 0.8));
  const sum = kept.reduce((total, count) => total + count, 0);
  return (sum + 0.5) / Math.max(MIN_BASELINE, kept.length * MIN_BASELINE);
}

function withoutRhythm(bursts: Burst[]): Burst[] {
  if (bursts.length <= MAX_RECURRENCES) return bursts;
  const peaks = bursts.map(({ peak }) => peak).sort((a, b) => a - b);
  const usual = peaks[Math.floor(peaks.length / 2)]!;
  return bursts.filter(({ peak }) => peak >= 3 * usual);
}

/** Whether a day or week before or after, at that time, there are a third as many records: a job, not an incident. */
function isRhythm({ from, to, count }: Burst, sums: Float64Array, dayLength: number): boolean {
  if (to - from > dayLength / 4) return false;
  const at = (bucket: number) => sums[Math.max(0, Math.min(Math.round(bucket), sums.length - 1))]!;
  const slack = DAY_SLACK * dayLength / 1440;
  return [-7, -1, 1, 7].map((days) => days * dayLength).some((shift) =>
    at(to + shift + slack) - at(from + shift - slack) >= count / 3
  );
}

/** The sums of the last series, whose place the next ones take: most series are short, and there are thousands. */
let room: Pick<Series, "sums" | "clean"> = { sums: new Float64Array(0), clean: new Float64Array(0) };

function sumsOf(counts: ArrayLike<number>): Pick<Series, "sums" | "clean"> {
  const length = counts.length + 1;
  if (room.sums.length !== length) room = { sums: new Float64Array(length), clean: new Float64Array(length) };
  const { sums } = room;
  let sum = 0;
  for (let i = 1; i < length; i++) sums[i] = sum += counts[i - 1]!;
  return room;
}
