import type { WindowValues } from "../params/window_values.ts";

/** A grid that several lists of numbers share: `values[i]` is of `start + i * bucketMs`. */
export interface BucketGrid {
  /** Start of the first bucket, ISO 8601; empty: there is none. */
  readonly start: string;
  /** Width of a bucket. */
  readonly bucketMs: number;
}

/** The buckets of a grid that lie in a window, and how many of them become one. */
export interface BucketCut extends BucketGrid {
  /** First bucket of the old grid. */
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
  /** Buckets of the old grid in one of the new. */
  readonly width: number;
}

/** Cuts a grid of so many buckets to a window, and makes its buckets so wide that at most so many are left. */
export function cutBuckets(grid: BucketGrid, count: number, window: WindowValues, most: number): BucketCut {
  const startMs = Date.parse(grid.start);
  const { bucketMs } = grid;
  const place = (timeMs: number) => Math.min(count, Math.max(0, (timeMs - startMs) / bucketMs));
  const from = window.since === undefined ? 0 : Math.floor(place(window.since));
  const to = window.until === undefined ? count : Math.ceil(place(window.until));
  const width = Math.max(1, Math.ceil((to - from) / most));
  const start = grid.start === "" ? "" : new Date(startMs + from * bucketMs).toISOString();
  return { start, bucketMs: bucketMs * width, from, to, width };
}

/** The values of the new buckets: neighbours joined. */
export function mergeBuckets<T>(
  values: readonly T[],
  { from, to, width }: BucketCut,
  join: (a: T, b: T) => T,
): T[] {
  const joined: T[] = [];
  for (let i = from; i < Math.min(to, values.length); i += width) {
    joined.push(values.slice(i, Math.min(i + width, to)).reduce(join));
  }
  return joined;
}

/** Joins counts. */
export function sumOf(a: number, b: number): number {
  return a + b;
}

/** Joins percentiles: that of a longer time cannot be had from those of its parts, so the highest stands for them. */
export function highestOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
