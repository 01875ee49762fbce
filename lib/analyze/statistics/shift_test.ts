import { studentTail } from "./beta_distribution.ts";
import { type RateSample, rateTest } from "./rate_test.ts";

/** Counts over time, and in what they were counted: both summed up, so that any stretch is one subtraction. */
export interface SummedSeries {
  /** Counts before each bucket, and all of them: one more than there are buckets. */
  readonly counts: ArrayLike<number>;
  /** Time seen, or chances, before each bucket, and all of it. */
  readonly exposures: ArrayLike<number>;
  /** Whether less of it is worse. @default {false} */
  readonly lessIsWorse?: boolean;
}

/** A moment and the stretches before and after it that are compared; buckets, ends exclusive. */
export interface ShiftWindows {
  /** Start of the stretch before. */
  readonly from: number;
  /** The moment. */
  readonly at: number;
  /** End of the stretch after. */
  readonly to: number;
}

/** How a series differs before and after a moment. */
export interface Shift {
  /** What was counted before. */
  readonly before: RateSample;
  /** What was counted after. */
  readonly after: RateSample;
  /** Probability of a shift like this at a moment that has nothing to do with it. */
  readonly pValue: number;
}

/** What the shifts of a series are like at any moment. */
interface UsualShifts {
  /** Standardised shifts, in order of size. */
  readonly sizes: Float64Array;
  /** What a shift is divided by to be of unit variance; at least 1. */
  readonly scale: number;
  /** Stretches that do not overlap. */
  readonly degrees: number;
}

/** Moments at which the usual shifts are measured, at most. */
const MAX_MOMENTS = 1000;
/** When so large a share of all moments has a shift as large, it is nothing unusual. */
const MAX_USUAL_SHARE = 0.05;
/** Of that share this part is for shifts to the worse, which are looked for, the rest for the others. */
const WORSE_PART = 0.8;
/** Quantile of the sizes of usual shifts that gives their scale: incidents are rarer. Its value for a normal variable. */
const SCALE_QUANTILE = 0.7;
const NORMAL_QUANTILE = 1.0364;
/** Smaller shifts, in standard deviations of a Poisson process, are not looked at closely. */
const SMALL = 1.5;
const EARLY_STOP = 0.05;
/** At the same time of another day a shift of this share is the same. */
const SAME_SHARE = 0.5;
/** Daily jobs do not start at the same minute; share of a day. */
const DAY_SLACK = 15 / 1440;
const SLACK_STEPS: readonly number[] = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];

/**
 * Tests whether a series shifts at a moment more than it does anyway. A shift must be too large for chance (two exact
 * Poisson rates), for the unsteadiness of the series (its usual shifts between stretches as long, so that what comes in
 * waves and what depends on what went before is allowed for), for the number of moments with one as large (spikes,
 * hourly jobs), and for the same time of other days. The largest p-value counts.
 */
export class ShiftTest {
  readonly #series: SummedSeries;
  readonly #window: number;
  readonly #day: number;
  /** Time seen in a bucket, on the average. */
  readonly #mean: number;
  #usual: UsualShifts | null = null;

  /** Takes a series, the usual length of the stretches and that of a day in buckets. */
  constructor(series: SummedSeries, window: number, day: number) {
    this.#series = series;
    this.#window = window;
    this.#day = day;
    const { exposures } = series;
    this.#mean = exposures[exposures.length - 1]! / (exposures.length - 1);
  }

  /** Compares what is before a moment with what is after it. */
  at(windows: ShiftWindows): Shift {
    const { from, at, to } = windows;
    const { before, after } = { before: this.#sample(from, at), after: this.#sample(at, to) };
    return { before, after, pValue: this.#pValue(windows, before, after) };
  }

  #sample(from: number, to: number): RateSample {
    const { counts, exposures } = this.#series;
    return { count: counts[to]! - counts[from]!, exposure: exposures[to]! - exposures[from]! };
  }

  #pValue(windows: ShiftWindows, before: RateSample, after: RateSample): number {
    const size = this.#sizeAt(windows.from, windows.at, windows.to);
    if (Math.abs(size) < SMALL) return normalTail(size);
    const exact = rateTest(before, after).pValue;
    if (exact > EARLY_STOP) return exact;
    const { sizes, scale, degrees } = this.#usual ??= this.#usualShifts();
    const unsteady = studentTail(size / scale, degrees);
    const isWorse = size > 0 !== (this.#series.lessIsWorse ?? false);
    const share = Math.min(1, shareBeyond(sizes, size) / (isWorse ? WORSE_PART : 1 - WORSE_PART));
    return Math.max(exact, unsteady, share > MAX_USUAL_SHARE ? share : 0, this.#otherDays(windows, size));
  }

  /** Root of twice the logarithm of the likelihood ratio, with the sign of the shift: normal if nothing had changed. */
  #sizeAt(from: number, at: number, to: number): number {
    const { counts, exposures } = this.#series;
    const total = counts[to]! - counts[from]!;
    const share = (exposures[to]! - exposures[at]!) / (exposures[to]! - exposures[from]!);
    if (total === 0 || !(share > 0 && share < 1)) return 0;
    const after = counts[to]! - counts[at]!;
    const odds = surprise(after, total * share) + surprise(total - after, total * (1 - share));
    return Math.sign(after - total * share) * Math.sqrt(Math.max(0, 2 * odds));
  }

  #usualShifts(): UsualShifts {
    const [window, buckets] = [this.#window, this.#series.counts.length - 1];
    const step = Math.max(1, Math.ceil((buckets - 2 * window) / MAX_MOMENTS));
    const sizes = new Float64Array(Math.max(0, Math.floor((buckets - 2 * window) / step) + 1));
    let length = 0;
    for (let at = window; at <= buckets - window; at += step) {
      if (this.#isSeen(at - window, at, at + window)) {
        sizes[length++] = this.#sizeAt(at - window, at, at + window);
      }
    }
    const lengths = sizes.slice(0, length).map(Math.abs).sort();
    const typical = lengths[Math.floor(length * SCALE_QUANTILE)] ?? 0;
    return {
      sizes: sizes.subarray(0, length).sort(),
      scale: Math.max(1, typical / NORMAL_QUANTILE),
      degrees: Math.max(2, length * step / window - 1),
    };
  }

  /** Whether at least half of both stretches was seen, by what the series has on the average. */
  #isSeen(from: number, at: number, to: number): boolean {
    const { exposures } = this.#series;
    return exposures[at]! - exposures[from]! >= this.#mean * (at - from) / 2 &&
      exposures[to]! - exposures[at]! >= this.#mean * (to - at) / 2;
  }

  /** Share of the other days that have half as large a shift at that time; 0 when most have none. */
  #otherDays({ from, at, to }: ShiftWindows, size: number): number {
    let [days, same] = [0, 0];
    const buckets = this.#series.counts.length - 1;
    for (let day = -Math.ceil(buckets / this.#day); day * this.#day <= buckets; day++) {
      const sizes = day === 0 ? [] : SLACK_STEPS.flatMap((slack) => {
        const by = Math.round((day + slack * DAY_SLACK) * this.#day);
        const isInside = from + by >= 0 && to + by <= buckets;
        return isInside && this.#isSeen(from + by, at + by, to + by)
          ? this.#sizeAt(from + by, at + by, to + by) / size
          : [];
      });
      if (sizes.length === 0) continue;
      days++;
      if (Math.max(...sizes) >= SAME_SHARE) same++;
    }
    return same > 0 && same >= days / 2 ? same / days : 0;
  }
}

/** Share of the sizes (in order) that are at least as large as one, in its direction; at least itself. */
function shareBeyond(sizes: Float64Array, size: number): number {
  let [low, high] = [0, sizes.length];
  while (low < high) {
    const middle = low + high >> 1;
    if (size > 0 ? sizes[middle]! < size : sizes[middle]! <= size) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, size > 0 ? sizes.length - low : low) / Math.max(1, sizes.length);
}

/** Probability that a normal variable is at least that far from 0: within 0.01 where it is used. */
function normalTail(size: number): number {
  const far = Math.abs(size);
  return Math.exp(-0.717 * far - 0.416 * far * far);
}

function surprise(count: number, expected: number): number {
  return count === 0 ? 0 : count * Math.log(count / expected);
}
