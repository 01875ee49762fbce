import type { Series } from "../../analyze/finding.ts";
import { histogram } from "./histogram.ts";
import type { TimeScale } from "./time_scale.ts";

/** Sums neighbours of a series, so that it is no longer than a small picture can show. */
export function briefSeries({ start, bucketMs, counts }: Series, most: number): Series {
  const width = Math.max(1, Math.ceil(counts.length / most));
  const sums = new Array<number>(Math.ceil(counts.length / width)).fill(0);
  counts.forEach((count, i) => sums[Math.floor(i / width)]! += count);
  return { start, bucketMs: bucketMs * width, counts: sums };
}

/** The part of a series that a stretch of time shows. */
export function seriesWithin(series: Series, scale: TimeScale, most: number): Series {
  const { startMs, binMs, sums } = histogram([series], scale, most);
  const counts = sums.map((sum) => Math.round(1000 * sum) / 1000);
  return { start: new Date(startMs).toISOString(), bucketMs: binMs, counts };
}
