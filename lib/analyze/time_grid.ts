import type { SeriesPart, SeriesTotal } from "./series_store.ts";

const MINUTE_MS = 60_000;
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

/** The grid over a span. */
export function gridOver(startMs: number, endMs: number, maxBuckets: number = MAX_BUCKETS): TimeGrid {
  const minutes = Math.max(1, Math.ceil((endMs - startMs + 1) / MINUTE_MS / maxBuckets));
  const bucketMs = niceMinutes(minutes) * MINUTE_MS;
  const gridStart = Math.floor(startMs / bucketMs) * bucketMs;
  return { startMs: gridStart, bucketMs, length: Math.floor((endMs - gridStart) / bucketMs) + 1 };
}

/** Widths that people read easily, up to a day, then whole days. */
function niceMinutes(minutes: number): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].find((nice) => nice >= minutes) ??
    Math.ceil(minutes / 1440) * 1440;
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
