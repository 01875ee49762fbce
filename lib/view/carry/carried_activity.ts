import type { Activity } from "../../analyze/activity/activity.ts";
import type { Analysis } from "../../analyze/analysis.ts";
import type { ActivityQuestion } from "../page_source.ts";

/** What the analysis tells of hosts: in fine buckets where it has them for all of a time. */
export function carriedActivity(
  { activity, activityDetail }: Pick<Analysis, "activity" | "activityDetail">,
  { startMs, endMs, hosts }: ActivityQuestion,
): Activity[] {
  const fine = activityDetail.filter((row) => reaches(row, startMs, endMs));
  return activity.filter(({ host }) => hosts.has(host)).map((row) =>
    fine.find(({ host, category }) => host === row.host && category === row.category) ?? row
  );
}

function reaches({ start, bucketMs, records }: Activity, startMs: number, endMs: number): boolean {
  const firstMs = Date.parse(start);
  return firstMs <= startMs && endMs <= firstMs + bucketMs * records.length;
}
