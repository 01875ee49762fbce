import type { Analysis } from "../../analyze/analysis.ts";
import type { Series } from "../../analyze/finding.ts";

/** Errors of all hosts over time: records of level ERROR, and answers with 5xx. */
export function errorSeries({ activity, access: { series } }: Analysis): Series[] {
  // An analysis of an earlier version has no activity.
  if (activity.length === 0) {
    return [{ start: series.start, bucketMs: series.bucketMs, counts: series.errors5xx }];
  }
  return activity.flatMap(({ start, bucketMs, levels, http }) =>
    [levels?.error, http?.errors5xx].flatMap((counts) =>
      counts === undefined ? [] : [{ start, bucketMs, counts }]
    )
  );
}
