import type { Activity } from "../../analyze/activity/activity.ts";
import { formatTime } from "../../parse/timestamp.ts";

/** The buckets of rows that a time overlaps; epoch milliseconds, both included. Rows without a record are left out. */
export function storedActivity(
  rows: readonly Activity[],
  window: { readonly startMs: number; readonly endMs: number },
): Activity[] {
  return rows.map((row) => cutTo(row, window)).filter(({ records }) => records.some((count) => count > 0));
}

function cutTo(
  row: Activity,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Activity {
  const rowMs = Date.parse(row.start);
  const from = Math.max(0, Math.floor((startMs - rowMs) / row.bucketMs));
  const to = Math.max(from, Math.floor((endMs - rowMs) / row.bucketMs) + 1);
  const { levels, http } = row;
  const cut = <Value>(list: readonly Value[]) => list.slice(from, to);
  return {
    ...row,
    start: formatTime(rowMs + from * row.bucketMs),
    records: cut(row.records),
    levels: levels === null ? null : {
      error: cut(levels.error),
      warn: cut(levels.warn),
      info: cut(levels.info),
      other: cut(levels.other),
    },
    http: http === null
      ? null
      : { errors4xx: cut(http.errors4xx), errors5xx: cut(http.errors5xx), p95Ms: cut(http.p95Ms) },
  };
}
