import { median } from "../statistics/median.ts";
/** How much counts of the same thing differ between two analyses, beyond chance. */
export interface Variation {
  /** Variance of the logarithm of their ratio. */
  readonly logVariance: number;
  /** Degrees of freedom of that estimate. */
  readonly degrees: number;
}

/** How counts of the same things changed as a rule. */
export interface UsualChange {
  /** Median of after over before; null: too few are in both. */
  readonly load: number | null;
  /** Around that. */
  readonly variation: Variation;
}

/** Something that was counted before and after. */
export interface CountPair {
  /** Count before. */
  readonly before: number;
  /** Count after. */
  readonly after: number;
}

const MIN_COUNT = 10;
const MIN_PAIRS = 12;
/** Normal: standard deviation over median absolute deviation. */
const DEVIATION = 1.4826;
/** Where too little is there to measure it: of three counts of the same, one is off by more than a third. */
export const ASSUMED_VARIATION: Variation = { logVariance: 0.1, degrees: 100 };

/** Measures it on what was counted often on both sides; medians, so that real changes hardly matter. */
export function usualChange(pairs: readonly CountPair[]): UsualChange {
  const many = pairs.filter(({ before, after }) => Math.min(before, after) >= MIN_COUNT);
  if (many.length < MIN_PAIRS) return { load: null, variation: ASSUMED_VARIATION };
  const logs = many.map(({ before, after }) => Math.log(after) - Math.log(before));
  const center = median(logs);
  const spread = DEVIATION * median(logs.map((log) => Math.abs(log - center)));
  const chance = median(many.map(({ before, after }) => 1 / before + 1 / after));
  return {
    load: Math.exp(center),
    variation: { logVariance: Math.max(0, spread ** 2 - chance), degrees: many.length - 1 },
  };
}
