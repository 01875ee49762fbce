import { logGamma } from "../statistics/log_gamma.ts";

/** Below it the beta distribution has all its weight at the ends. */
const LEAST_WEIGHT = 0.5;

/**
 * Two-sided test of a small `count` out of `total` that falls there with a probability that itself varies: `logVariance`
 * is the variance of the logarithm of its odds. Twice the smaller tail; takes `count` steps.
 */
export function betaBinomialTest(
  count: number,
  total: number,
  probability: number,
  logVariance: number,
): number {
  const spread = probability * (1 - probability);
  // The beta distribution with this mean, and with that variance of the odds.
  const weight = Math.max(LEAST_WEIGHT, 1 / (spread * logVariance) - 1);
  const [a, b] = [weight * probability, weight * (1 - probability)];
  let below = 0;
  for (let k = 0; k < count; k++) below += Math.exp(logMass(k, total, a, b));
  const here = Math.exp(logMass(count, total, a, b));
  return Math.min(1, 2 * Math.min(below + here, Math.max(0, 1 - below)));
}

function logMass(count: number, total: number, a: number, b: number): number {
  const choose = logGamma(total + 1) - logGamma(count + 1) - logGamma(total - count + 1);
  return choose + logBeta(count + a, total - count + b) - logBeta(a, b);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
