import type { SummedSeries } from "../statistics/shift_test.ts";
import type { TimeGrid } from "../time_grid.ts";

/** Something that is measured on one scope. */
export interface MeasuredSeries extends SummedSeries {
  /** Its name, as in `Impact`. */
  readonly metric: string;
  /** Buckets of the counts, on the API's clock. */
  readonly grid: TimeGrid;
  /** What is told of a stretch of buckets. Left out: the rate a minute. */
  readonly valueIn?: (from: number, to: number) => number;
}
