import { betaBelow } from "./beta_distribution.ts";
import { logGamma } from "./log_gamma.ts";

/** What was counted in some time, or among some number of chances. */
export interface RateSample {
  /** Occurrences, a whole number. */
  readonly count: number;
  /** Time or chances in which they were counted, in any unit that both samples have. */
  readonly exposure: number;
}

/** How a rate differs between two samples. */
export interface RateChange {
  /** Rate after over rate before; null: nothing before. */
  readonly ratio: number | null;
  /** Probability of a split at least as unlikely, were both rates equal; two-sided. */
  readonly pValue: number;
}

/** Splits whose probabilities differ by less are equally likely. */
const SAME = 1e-7;
/** Never 0: smaller ones are not told apart. */
const LEAST = 1e-300;

/**
 * Compares two Poisson rates exactly: given all occurrences, how many fall into the second sample is binomial with its
 * share of the exposure. Two-sided as `poisson.test` of R: all splits that are no more likely than the one seen count.
 */
export function rateTest(before: RateSample, after: RateSample): RateChange {
  const { exposure } = after;
  if (!(before.exposure > 0 && exposure > 0)) return { ratio: null, pValue: 1 };
  return {
    ratio: before.count === 0 ? null : after.count / exposure / (before.count / before.exposure),
    pValue: binomialTest(after.count, before.count + after.count, exposure / (before.exposure + exposure)),
  };
}

/** Probability of a number of successes at least as unlikely as `count` of `total`, each with that probability. */
export function binomialTest(count: number, total: number, probability: number): number {
  const mean = total * probability;
  if (total === 0 || count === mean) return 1;
  const isLow = count < mean;
  const far = farEdge(count, total, probability);
  const low = isLow ? count : far;
  const high = isLow ? far : count;
  const pValue = atMost(low, total, probability) + atLeast(high, total, probability);
  return Math.min(1, Math.max(LEAST, pValue));
}

/** The nearest number on the other side of the mean that is no more likely; outside 0 to `total`: there is none. */
function farEdge(count: number, total: number, probability: number): number {
  const limit = logMass(count, total, probability) + SAME;
  const mode = Math.floor((total + 1) * probability);
  const isLow = count < total * probability;
  // The mass falls from the mode to either end; the mode itself may be as likely as what was seen.
  let [near, end] = isLow ? [Math.max(count, mode - 1), total + 1] : [Math.min(count, mode + 1), -1];
  while (Math.abs(end - near) > 1) {
    const middle = Math.trunc((near + end) / 2);
    if (logMass(middle, total, probability) <= limit) end = middle;
    else near = middle;
  }
  return end;
}

function logMass(count: number, total: number, probability: number): number {
  return logGamma(total + 1) - logGamma(count + 1) - logGamma(total - count + 1) +
    count * Math.log(probability) + (total - count) * Math.log1p(-probability);
}

function atMost(count: number, total: number, probability: number): number {
  if (count < 0) return 0;
  return count >= total ? 1 : betaBelow(1 - probability, total - count, count + 1);
}

function atLeast(count: number, total: number, probability: number): number {
  if (count > total) return 0;
  return count <= 0 ? 1 : betaBelow(probability, count, total - count + 1);
}
