import type { Activity } from "../../analyze/activity/activity.ts";
import type { Coverage } from "../../analyze/analysis.ts";
import { storedActivity } from "../../case/activity/stored_activity.ts";
import type { TimeScale } from "../parts/time_scale.ts";

/** A series of a lane; what is bad grows down from the base line. */
export type LaneSeriesName = "records" | "error" | "warn" | "errors5xx" | "p95Ms";

/** A hole in a log. */
export interface LaneGap {
  /** From then on, epoch milliseconds. */
  readonly startMs: number;
  /** Up to then. */
  readonly endMs: number;
  /** Why. */
  readonly kind: Coverage["gaps"][number]["kind"];
}

/** What a host logged of one category. */
export interface Lane {
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Coverage["category"];
  /** First record, epoch milliseconds; null: there is none. */
  readonly firstMs: number | null;
  /** Last record. */
  readonly lastMs: number | null;
  /** Holes. */
  readonly gaps: readonly LaneGap[];
  /** Start of the first bucket. */
  readonly startMs: number;
  /** Width of a bucket. */
  readonly bucketMs: number;
  /** One value a bucket; a log has those that its category has. */
  readonly series: Readonly<Partial<Record<LaneSeriesName, readonly (number | null)[]>>>;
}

const MOST_GAPS = 60;

/** Lanes of all logs that are covered, with their activity in a time. */
export function activityLanes(
  coverage: readonly Coverage[],
  activity: readonly Activity[],
  reach: TimeScale,
): Lane[] {
  const rows = new Map(storedActivity(activity, reach).map((row) => [`${row.category} ${row.host}`, row]));
  return coverage.map((covered) => laneOf(covered, rows.get(`${covered.category} ${covered.host}`), reach));
}

function laneOf(
  { host, category, start, end, gaps }: Coverage,
  row: Activity | undefined,
  reach: TimeScale,
): Lane {
  const holes = gaps.map((gap) => ({
    startMs: Date.parse(gap.start),
    endMs: Date.parse(gap.end),
    kind: gap.kind,
  }));
  return {
    host,
    category,
    firstMs: start === null ? null : Date.parse(start),
    lastMs: end === null ? null : Date.parse(end),
    gaps: holes.filter(({ startMs, endMs }) => endMs >= reach.startMs && startMs <= reach.endMs)
      .slice(0, MOST_GAPS),
    startMs: row === undefined ? reach.startMs : Date.parse(row.start),
    bucketMs: row?.bucketMs ?? 0,
    series: row === undefined ? {} : laneSeries(row),
  };
}

function laneSeries({ records, levels, http }: Activity): Lane["series"] {
  return {
    records,
    ...(levels !== null && { error: levels.error, warn: levels.warn }),
    ...(http !== null && { errors5xx: http.errors5xx, p95Ms: http.p95Ms }),
  };
}
