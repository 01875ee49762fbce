import type { Series } from "../../analyze/finding.ts";
import type { TimeScale } from "./time_scale.ts";

/** Counts in bins of equal width. */
export interface Histogram {
  /** Start of the first bin, milliseconds since 1970. */
  readonly startMs: number;
  /** Width of a bin. */
  readonly binMs: number;
  /** One sum a bin. */
  readonly sums: readonly number[];
}

/**
 * Sums series into bins over a stretch of time. A bin is a whole number of the coarsest buckets, so that no picture is
 * sharper than its data; buckets of finer series are divided where they lie across an edge.
 */
export function histogram(list: readonly Series[], scale: TimeScale, mostBins: number): Histogram {
  const coarsest = list.reduce<Series | undefined>(
    (a, b) => a === undefined || b.bucketMs > a.bucketMs ? b : a,
    undefined,
  );
  if (coarsest === undefined || coarsest.bucketMs <= 0) return { startMs: scale.startMs, binMs: 1, sums: [] };
  const { bucketMs } = coarsest;
  const binMs = bucketMs * Math.max(1, Math.ceil((scale.endMs - scale.startMs) / mostBins / bucketMs));
  const origin = Date.parse(coarsest.start);
  const startMs = origin + Math.floor((scale.startMs - origin) / binMs) * binMs;
  const sums = new Array<number>(Math.ceil((scale.endMs - startMs) / binMs)).fill(0);
  for (const series of list) addSeries(sums, { startMs, binMs }, series);
  return { startMs, binMs, sums };
}

function addSeries(sums: number[], bins: Omit<Histogram, "sums">, { start, bucketMs, counts }: Series): void {
  const offset = (Date.parse(start) - bins.startMs) / bins.binMs;
  const width = bucketMs / bins.binMs;
  counts.forEach((count, i) => {
    if (count > 0) addBucket(sums, count, offset + i * width, offset + (i + 1) * width);
  });
}

/** Divides a bucket that reaches from one place to another, in bins. */
function addBucket(sums: number[], count: number, from: number, to: number): void {
  for (let bin = Math.max(0, Math.floor(from)); bin < Math.min(sums.length, to); bin++) {
    const part = Math.min(bin + 1, to) - Math.max(bin, from);
    sums[bin] = (sums[bin] ?? 0) + count * part / (to - from);
  }
}
