import type { SeriesPart, SeriesTotal } from "./series_store.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MAX_BUCKETS = 20_160;

/** Equal buckets over a span: a minute each, wider when the span is over two weeks. */
export interface TimeGrid {
  /** Start of the first bucket, epoch milliseconds. */
  readonly startMs: number;
  /** Width. */
  readonly bucketMs: number;
  /** Buckets. */
  readonly length: number;
}

/** The grid over a span; its buckets are no finer than a minute, or what is given. */
export function gridOver(
  startMs: number,
  endMs: number,
  maxBuckets: number = MAX_BUCKETS,
  leastMs: number = MINUTE_MS,
): TimeGrid {
  return gridWith(niceMs(Math.max(leastMs, (endMs - startMs + 1) / maxBuckets)), startMs, endMs);
}

/** The grid of such buckets that a span lies in. */
export function gridWith(bucketMs: number, startMs: number, endMs: number): TimeGrid {
  const gridStart = Math.floor(startMs / bucketMs) * bucketMs;
  return { startMs: gridStart, bucketMs, length: Math.floor((endMs - gridStart) / bucketMs) + 1 };
}

/** Widths that people read easily: seconds, minutes, hours up to a day, then whole days. */
function niceMs(leastMs: number): number {
  const seconds = [1, 2, 5, 10, 15, 30];
  const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
  return [...seconds.map((count) => count * 1000), ...minutes.map((count) => count * MINUTE_MS)]
    .find((nice) => nice >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}

/** Counts of parts by bucket, added to those that are there; what is outside the grid is left out. */
export function countsOn(
  grid: TimeGrid,
  parts: readonly SeriesPart[],
  counts: Int32Array = new Int32Array(grid.length),
): Int32Array {
  for (const part of parts) part.countInto(counts, grid.startMs, grid.bucketMs);
  return counts;
}

/** All records of parts. */
export function totalOf(parts: readonly SeriesPart[]): SeriesTotal {
  const sum: SeriesTotal = { count: 0, firstMs: Infinity, lastMs: -Infinity };
  for (const { total } of parts) {
    sum.count += total.count;
    sum.firstMs = Math.min(sum.firstMs, total.firstMs);
    sum.lastMs = Math.max(sum.lastMs, total.lastMs);
  }
  return sum;
}

/** Sums up the bins of parts that start in a time range, end exclusive. */
export function countBetween(parts: readonly SeriesPart[], fromMs: number, toMs: number): SeriesTotal {
  const range: SeriesTotal = { count: 0, firstMs: Infinity, lastMs: -Infinity };
  for (const part of parts) part.addBetween(range, fromMs, toMs);
  return range;
}
