import { studentTail } from "../statistics/beta_distribution.ts";
import { falseDiscoveryRates } from "../statistics/false_discovery_rates.ts";
import { rateTest } from "../statistics/rate_test.ts";
import { betaBinomialTest } from "./beta_binomial.ts";
import type { ExposureRange } from "./exposure.ts";
import type { Variation } from "./usual_variation.ts";

/** How a rate changed, and how sure that is. */
export interface CountChange {
  /** Rate after over rate before; null: there was none before. */
  readonly ratio: number | null;
  /** Probability of such a difference without any change, two-sided. */
  readonly pValue: number;
}

/** A change that was tested among others. */
export interface TestedChange extends CountChange {
  /** Share of false ones among all changes at least as sure (Benjamini-Hochberg). */
  readonly qValue: number;
}

/** At most this share of all that is told may be chance. */
export const MAX_FALSE_SHARE = 0.05;
/** A rate is told from this many times as much, or as little, on. */
export const MIN_RATIO = 2;
/** What divisions leave: a ratio and its inverse are both large, or neither. */
const ROUNDING = 1e-9;
/** Of fewer than this on a side the logarithm is not normal. */
const FEW = 5;
/** Less cannot be told from none. */
const LEAST_VARIANCE = 1e-6;

/**
 * Tests counts against the way to count chances that comes nearest to explaining them: exactly, and against how much such
 * counts vary anyway.
 */
export function countChange(
  before: number,
  after: number,
  range: ExposureRange,
  variation: Variation | null,
): CountChange {
  const chances = Math.min(range.most, Math.max(range.least, after / before));
  const exact = rateTest({ count: before, exposure: 1 }, { count: after, exposure: chances });
  if (variation === null || variation.logVariance < LEAST_VARIANCE) return exact;
  const pValue = Math.min(before, after) < FEW
    ? fewTest(before, after, chances, variation)
    : usualTest(before, after, chances, variation);
  return { ...exact, pValue: Math.max(exact.pValue, pValue) };
}

/** Of few, what varies is the share of all that falls on the side with fewer. */
function fewTest(before: number, after: number, chances: number, { logVariance }: Variation): number {
  const share = (before < after ? 1 : chances) / (1 + chances);
  return betaBinomialTest(Math.min(before, after), before + after, share, logVariance);
}

/** Of many, the logarithm of the ratio is normal. */
function usualTest(
  before: number,
  after: number,
  chances: number,
  { logVariance, degrees }: Variation,
): number {
  const spread = Math.sqrt(1 / before + 1 / after + logVariance);
  return studentTail(Math.log(after / before / chances) / spread, degrees);
}

/** Whether so few can show a change at all: what cannot is not tested, so that it takes nothing from what can. */
export function canTell(total: number, { least, most }: ExposureRange): boolean {
  const chances = Math.sqrt(least * most);
  return total * Math.log(Math.min(chances, 1) / (1 + chances)) <= Math.log(MAX_FALSE_SHARE);
}

/** Changes that are told: sure among all that were tested, and large. */
export function toldChanges<T extends CountChange>(
  tested: readonly T[],
  maxFalseShare: number = MAX_FALSE_SHARE,
): (T & TestedChange)[] {
  const qValues = falseDiscoveryRates(tested.map(({ pValue }) => pValue));
  return tested.flatMap((change, at) => {
    const qValue = qValues[at]!;
    if (qValue >= maxFalseShare || !isLarge(change.ratio)) return [];
    const ratio = change.ratio === null ? null : rounded(change.ratio);
    return [{ ...change, ratio, pValue: rounded(change.pValue), qValue: rounded(qValue) }];
  });
}

/** Whether a ratio is far enough from 1, either way around. */
export function isLarge(ratio: number | null): boolean {
  return ratio === null || Math.max(ratio, 1 / ratio) >= MIN_RATIO * (1 - ROUNDING);
}

/** Four digits: the last bits of a logarithm are not the same on all machines. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
