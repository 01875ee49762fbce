import { formatTime } from "../../parse/timestamp.ts";
import type { Series } from "../finding.ts";
import { SERIES_BUCKETS } from "../finding_draft.ts";
import { CELL_MS } from "./cell_counts.ts";
import { type CellRange, windowSums } from "./slow_requests.ts";

/** Counts by cell as the series of a finding: several cells make a bucket where they are many. */
export function cellSeries(counts: Uint32Array, { first, length }: CellRange): Series {
  const factor = Math.ceil(length / SERIES_BUCKETS);
  return {
    start: formatTime(first * CELL_MS),
    bucketMs: CELL_MS * factor,
    counts: [...windowSums(counts, factor)],
  };
}
