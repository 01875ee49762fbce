import { type Burst, PEAK_WINDOW } from "./bursts/burst.ts";
import { type LitTime, packed } from "./bursts/lit_time.ts";
import { withoutHabits } from "./bursts/habits.ts";
import type { RiseLimits } from "./bursts/rise_memory.ts";
import {
  type Baseline,
  baselineAt,
  exposed,
  fanoBefore,
  longBaseline,
  nextRise,
  rateOf,
  seriesOf,
  type SummedSeries,
  surpriseAfter,
} from "./bursts/summed_series.ts";
import { surprise } from "./statistics/surprise.ts";
import { withoutUnsteadiness } from "./bursts/unsteadiness.ts";
import { withoutTimesOfDay } from "./bursts/times_of_day.ts";

/** What makes a rise of counts a burst. */
export interface BurstOptions {
  /** Least records in the shortest window; longer ones need more. */
  readonly minCount: number;
  /** Least ratio of a window to what was expected. */
  readonly minRatio: number;
}

/** What is known of the time that a series is in. */
export interface BurstContext {
  /** Buckets of a day. @default {1440} */
  readonly dayLength?: number;
  /** Series that are judged in the same run: of many, some jump by chance. @default {1} */
  readonly judged?: number;
  /** When logs were written that would have had the records; null: all the time. @default {null} */
  readonly lit?: LitTime | null;
}

interface Window {
  readonly length: number;
  /** Records that it must hold, over the least. */
  readonly countFactor: number;
}

/** Sharp jumps show in short windows, long ones of a rare message only in long ones. */
const SHORT_WINDOWS: readonly Window[] = [
  { length: 1, countFactor: 1 },
  { length: PEAK_WINDOW, countFactor: 1 },
  { length: 15, countFactor: 1 },
  { length: 45, countFactor: 1.25 },
];
const WINDOWS: readonly Window[] = [
  ...SHORT_WINDOWS,
  { length: 150, countFactor: 1.5 },
  { length: 450, countFactor: 2 },
];
/** With so many records in the longest of the short windows, the long ones tell nothing more. */
const DENSE = 40;
/** A window this long is compared with a longer time before. */
const LONG_WINDOW = 150;
const QUIET = 10;
const MAX_QUIET = 120;
/** So many records must be missing: fewer are by chance. */
const QUIET_RECORDS = 15;
/** Natural logarithm of the odds against chance that a window must beat at least. */
const MIN_SURPRISE = 15;
/** Expected bursts by chance in a run. */
const CHANCE = 0.01;
/** A burst is looked for so far before the window that showed it. */
const MAX_EARLIER = 60;
/** What is there as the logs begin, and soon over, is how they begin. */
const FIRST_BUCKETS = 3;
const SHORT = 10;

/**
 * Finds bursts: windows whose count a Poisson process with the rate of the six hours before (or, early on, the usual
 * rate of the whole series) does not explain, even when its own unsteadiness (Fano factor) is allowed for. Jumps that
 * the series makes again and again, or at the same time of the day before or after, are its habit; time in which no log
 * was written does not count.
 */
export function findBursts(
  counts: ArrayLike<number>,
  options: BurstOptions,
  { dayLength = 1440, judged = 1, lit = null }: BurstContext = {},
): Burst[] {
  const minSurprise = Math.max(MIN_SURPRISE, Math.log(counts.length * judged / CHANCE));
  const seen = lit === null ? counts : packed(counts, lit.buckets);
  const series = seriesOf(seen, lit?.exposure ?? null);
  const unusual = unusualBursts(series, { ...options, minSurprise });
  if (unusual.length === 0) return unusual;
  const placed = lit === null ? unusual : unusual.map((burst) => ({
    ...burst,
    from: lit.buckets[burst.from]!,
    to: lit.buckets[burst.to - 1]! + 1,
  }));
  return withoutTimesOfDay(placed, lit === null ? series.sums : seriesOf(counts, null).sums, dayLength);
}

/** Bursts of a series that are not its habit, whatever the time of day; takes time that grows with its length. */
export function unusualBursts(
  series: SummedSeries,
  options: BurstOptions & Pick<Thresholds, "minSurprise">,
): Burst[] {
  const bursts = scan(series, { ...options, windows: windowsFor(series) }).filter(({ from, to }) =>
    from > FIRST_BUCKETS || to - from > SHORT
  );
  return bursts.length === 0
    ? bursts
    : withoutHabits(withoutUnsteadiness(bursts, series, options.minSurprise), series);
}

interface Thresholds extends BurstOptions {
  readonly minSurprise: number;
  readonly windows: readonly Window[];
}

/** Of a dense series the short windows tell all. */
function windowsFor({ sums, length }: SummedSeries): readonly Window[] {
  return sums[length]! * SHORT_WINDOWS.at(-1)!.length >= DENSE * length ? SHORT_WINDOWS : WINDOWS;
}

function scan(series: SummedSeries, thresholds: Thresholds): Burst[] {
  const { sums, clean, length } = series;
  const limits = limitsOf(thresholds);
  const bursts: Burst[] = [];
  for (let at = nextRise(series, 0, limits); at < length; at = nextRise(series, at, limits)) {
    const burst = burstAt(series, at, bursts.at(-1)?.to ?? 0, thresholds);
    const usual = burst === null ? 0 : burst.expected / (burst.to - burst.from);
    const end = burst?.to ?? at + 1;
    for (at = Math.min(at, burst?.from ?? at); at < end; at++) {
      const own = sums[at + 1]! - sums[at]!;
      clean[at + 1] = clean[at]! + (burst !== null && at >= burst.from ? Math.min(usual, own) : own);
    }
    if (burst) bursts.push(burst);
  }
  return bursts;
}

function limitsOf({ minCount, minRatio, windows }: Thresholds): Omit<RiseLimits, "usual"> {
  return {
    minCount,
    minRatio,
    windows: windows.map(({ length, countFactor }) => ({ length, minCount: minCount * countFactor })),
  };
}

function burstAt(series: SummedSeries, at: number, earliest: number, thresholds: Thresholds): Burst | null {
  const { sums, length } = series;
  const { minCount, minRatio, minSurprise, windows } = thresholds;
  for (const window of windows) {
    if (window.length >= LONG_WINDOW && at < LONG_WINDOW) break;
    const end = Math.min(at + window.length, length);
    const count = sums[end]! - sums[at]!;
    if (count < minCount * window.countFactor) continue;
    const before = window.length < LONG_WINDOW
      ? baselineAt(series, at)
      : longBaseline(series, at, window.length);
    const width = exposed(series, at, end);
    if (count < minRatio * rateOf(before) * width) continue;
    const own = surpriseAfter(count, width, before);
    if (own >= minSurprise && own >= minSurprise * fanoBefore(series, at, window.length)) {
      return burstIn(series, { from: at, to: end }, before, earliest);
    }
  }
  return null;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function burstIn(series: SummedSeries, window: Stretch, before: Baseline, earliest: number): Burst {
  const { sums } = series;
  const rate = rateOf(before);
  const core = mostRaised(series, window, rate);
  const from = earlierStart(series, core, rate, earliest);
  const to = endOf(series, { from, to: core.to }, rate);
  const width = exposed(series, from, to);
  const count = sums[to]! - sums[from]!;
  return {
    from,
    to,
    count,
    expected: rate * width,
    peak: peakOf(sums, from, to),
    surprise: surpriseAfter(count, width, before),
  };
}

/** The part of a window that the rate explains least: what precedes and follows the jump is left out. */
function mostRaised(series: SummedSeries, window: Stretch, rate: number): Stretch {
  const { sums } = series;
  const surpriseOf = (from: number, to: number) =>
    surprise(sums[to]! - sums[from]!, rate * exposed(series, from, to));
  const bestFrom = (to: number) => bestOf(window.from, to - 1, (from) => surpriseOf(from, to));
  const from = bestFrom(window.to);
  const to = bestOf(window.to, from + 1, (end) => surpriseOf(from, end));
  // With a long quiet end, the start was of little account.
  return { from: to < window.to ? bestFrom(to) : from, to };
}

/** The first of the numbers from one to another, up or down, with the highest score. */
function bestOf(first: number, last: number, score: (at: number) => number): number {
  const step = Math.sign(last - first);
  let best = first;
  let most = score(first);
  for (let at = first; at !== last;) {
    const own = score(at += step);
    if (own > most) {
      best = at;
      most = own;
    }
  }
  return best;
}

/** The likeliest start of the raised rate, which may be before the first window that showed it. */
function earlierStart({ sums }: SummedSeries, { from, to }: Stretch, rate: number, earliest: number): number {
  const raised = (sums[to]! - sums[from]!) / (to - from);
  const perRecord = Math.log(raised / rate);
  let [start, gain, most] = [from, 0, 0];
  for (let i = from - 1; i >= Math.max(earliest, from - MAX_EARLIER); i--) {
    const own = sums[i + 1]! - sums[i]!;
    gain += own * perRecord - (raised - rate);
    if (own > 0 && gain > most) [start, most] = [i, gain];
  }
  return start;
}

/** A burst goes on while some buckets hold a tenth of what its first hold: what comes in waves is one. */
function endOf({ sums, length }: SummedSeries, raised: Stretch, rate: number): number {
  const perBucket = (sums[raised.to]! - sums[raised.from]!) / (raised.to - raised.from);
  const quietFor = Math.max(QUIET, Math.min(MAX_QUIET, Math.ceil(QUIET_RECORDS / perBucket)));
  const countFrom = (bucket: number) => sums[Math.min(bucket + quietFor, length)]! - sums[bucket]!;
  const quiet = Math.max(1.5 * rate * quietFor, 0.1 * countFrom(raised.from));
  let to = raised.to;
  while (to < length && countFrom(to) > quiet) to++;
  while (to < length && sums[to + 1]! - sums[to]! > Math.max(2 * rate, quiet / quietFor)) to++;
  while (to > raised.from + 1 && sums[to]! - sums[to - 1]! <= 2 * rate) to--;
  return to;
}

function peakOf(sums: Float64Array, from: number, to: number): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    peak = Math.max(peak, sums[Math.min(i + PEAK_WINDOW, sums.length - 1)]! - sums[i]!);
  }
  return peak;
}
