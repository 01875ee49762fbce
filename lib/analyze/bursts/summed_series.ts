import { type RiseLimits, RiseMemory } from "./rise_memory.ts";

const BASELINE = 360;
const MIN_BASELINE = 30;
const LONG_FACTOR = 4;
/** Unsteadiness shows in windows of at most this length; longer ones would be few. */
const FANO_WINDOW = 45;

/** Counts, and sums of what is before each bucket. */
export interface SummedSeries {
  /** Buckets. */
  readonly length: number;
  /** Counts before each bucket. */
  readonly sums: Float64Array;
  /** The same without what bursts add. */
  readonly clean: Float64Array;
  /** Usual records before each bucket if all went on as at first: its number, but where logs are missing. */
  readonly exposure: Float64Array | null;
  /** What is usual of the whole, once that was asked for. */
  usual: Baseline | null;
}

/** Time that a stretch is compared with. */
export interface Baseline {
  /** Records in it. */
  readonly count: number;
  /** Buckets. */
  readonly length: number;
}

/** Buckets, as far as logs were there. */
export function exposed({ exposure }: SummedSeries, from: number, to: number): number {
  return exposure === null ? to - from : exposure[to]! - exposure[from]!;
}

/** The same, when the rate itself is known only from a time before: of two stretches that have one rate. */
export function surpriseAfter(count: number, width: number, before: Baseline): number {
  const rate = (count + before.count) / (width + before.length);
  if (count <= rate * width) return 0;
  const rest = before.count === 0 ? 0 : before.count * Math.log(before.count / (rate * before.length));
  return count * Math.log(count / (rate * width)) + rest;
}

/** Records a bucket. */
export function rateOf({ count, length }: Baseline): number {
  return (count + 0.5) / length;
}

/** The time before a bucket; early on, what is usual of the whole. */
export function baselineAt(series: SummedSeries, at: number): Baseline {
  return at < MIN_BASELINE
    ? series.usual ??= usualOf(series)
    : baselineOver(series, series.clean, at, BASELINE);
}

/**
 * The same for a long window: a time much longer than it, so that a night before it is not all that is known, and with
 * its bursts, which may be what the series does all the time.
 */
export function longBaseline(series: SummedSeries, at: number, length: number): Baseline {
  return baselineOver(series, series.sums, at, LONG_FACTOR * length);
}

function baselineOver(series: SummedSeries, counts: Float64Array, at: number, length: number): Baseline {
  const from = Math.max(0, at - length);
  return { count: counts[at]! - counts[from]!, length: Math.max(1, exposed(series, from, at)) };
}

/** Variance over mean of the windows before: 1 for a Poisson process, more for one that comes in waves. */
export function fanoBefore({ sums, clean }: SummedSeries, at: number, windowLength: number): number {
  const counts = windowLength > FANO_WINDOW ? sums : clean;
  const length = Math.min(windowLength, FANO_WINDOW);
  const windows = Math.floor(Math.min(Math.max(BASELINE, LONG_FACTOR * windowLength), at) / length);
  if (windows < 4) return 1;
  let sum = 0;
  let squares = 0;
  for (let i = 1; i <= windows; i++) {
    const count = counts[at - (i - 1) * length]! - counts[at - i * length]!;
    sum += count;
    squares += count * count;
  }
  const mean = sum / windows;
  return mean === 0 ? 1 : Math.max(1, (squares / windows - mean * mean) / mean);
}

/** Mean of the lower four fifths of half-hour stretches: bursts do not raise it. */
function usualOf({ sums, length }: SummedSeries): Baseline {
  const stretches = new Float64Array(Math.floor(length / MIN_BASELINE));
  for (let i = 0; i < stretches.length; i++) {
    stretches[i] = sums[(i + 1) * MIN_BASELINE]! - sums[i * MIN_BASELINE]!;
  }
  const kept = stretches.sort().subarray(0, Math.ceil(stretches.length * 0.8));
  const sum = kept.reduce((total, count) => total + count, 0);
  return { count: sum, length: Math.max(MIN_BASELINE, kept.length * MIN_BASELINE) };
}

let memory: RiseMemory | null = null;

/** The series of counts; the one before is gone. */
export function seriesOf(counts: ArrayLike<number>, exposure: Float64Array | null): SummedSeries {
  memory ??= new RiseMemory();
  return { ...memory.lay(counts, exposure), length: counts.length, exposure, usual: null };
}

/** The next bucket of the series with which a window begins that holds enough for a burst; what is before it is clean. */
export function nextRise(series: SummedSeries, from: number, limits: Omit<RiseLimits, "usual">): number {
  const isUsualAsked = from < MIN_BASELINE && series.sums[Math.min(MIN_BASELINE, series.length)]! > 0;
  return memory!.nextRise(from, { ...limits, usual: isUsualAsked ? rateOf(baselineAt(series, from)) : 0 });
}
