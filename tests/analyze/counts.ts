/** Counts by minute for tests: what a series looks like is written down, noise comes from a seed. */

import { MinuteBudget, MinuteCounts } from "../../lib/analyze/minute_counts.ts";

/** Counts by minute since the epoch. */
export function minuteCounts(entries: Iterable<readonly [minute: number, count: number]>): MinuteCounts {
  const counts = new MinuteCounts(new MinuteBudget(1e8));
  for (const [minute, count] of entries) counts.add(minute, count);
  return counts;
}

/** A source of numbers from 0 to 1 that a seed decides. */
export function seededUnit(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson variate. */
export function poisson(mean: number, unit: () => number): number {
  const limit = Math.exp(-mean);
  let product = unit();
  let count = 0;
  for (; product > limit; count++) product *= unit();
  return count;
}

/** Poisson counts with a rate that may change from bucket to bucket. */
export function poissonCounts(length: number, rateAt: (bucket: number) => number, seed: number): number[] {
  const unit = seededUnit(seed);
  return Array.from({ length }, (_, bucket) => poisson(rateAt(bucket), unit));
}

/** Counts of nothing but the stretches given: `[from, to, each]`. */
export function countsOf(
  length: number,
  ...stretches: readonly (readonly [number, number, number])[]
): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const [from, to, each] of stretches) for (let i = from; i < to; i++) counts[i]! += each;
  return counts;
}
