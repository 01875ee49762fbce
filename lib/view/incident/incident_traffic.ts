import type { Severity } from "../../rules/rule.ts";
import type { Activity } from "../../analyze/activity/activity.ts";
import type { Analysis } from "../../analyze/analysis.ts";
import type { Incident, Series } from "../../analyze/finding.ts";
import type { TimeScale } from "../parts/time_scale.ts";

/** Something over the time of an incident. */
export interface PictureLane {
  /** What it is. */
  readonly title: string;
  /** How bad; `traffic` is neither good nor bad. */
  readonly tone: Severity | "traffic";
  /** What is counted, plural. */
  readonly noun: string;
  /** What stands behind a value; empty: it is a count. */
  readonly unit: string;
  /** Values in that time. */
  readonly series: Series;
}

type Join = (a: number, b: number) => number;

/** What is shown of the traffic: its values, and how those of several hosts or buckets become one. */
interface Measure {
  readonly title: string;
  readonly noun: string;
  readonly unit: string;
  /** Finer than this it is not known. */
  readonly leastMs: number;
  readonly valuesOf: (activity: Activity) => readonly (number | null)[] | null;
  readonly join: Join;
}

const sum: Join = (a, b) => a + b;

const MEASURES: readonly Measure[] = [
  {
    title: "Failed requests (5xx)",
    noun: "failed requests",
    unit: "",
    leastMs: 0,
    valuesOf: ({ http }) => http?.errors5xx ?? null,
    join: sum,
  },
  {
    title: "Latency (p95) of the slowest host",
    noun: "ms (p95)",
    unit: " ms",
    leastMs: 300_000,
    valuesOf: ({ http }) => http?.p95Ms ?? null,
    join: Math.max,
  },
  {
    title: "ERROR and WARN records",
    noun: "records",
    unit: "",
    leastMs: 0,
    valuesOf: ({ levels }) => levels && levels.error.map((count, i) => count + (levels.warn[i] ?? 0)),
    join: sum,
  },
];

/** What the hosts of an incident logged before and after: measures that are nothing but zeros are left out. */
export function trafficLanes(
  { hosts }: Incident,
  analysis: Analysis,
  scale: TimeScale,
  bins: number,
): PictureLane[] {
  const isOfIt = ({ host }: Activity) => hosts.length === 0 || hosts.includes(host);
  const rows = rowsOver(analysis, scale).filter(isOfIt);
  return MEASURES.flatMap(({ valuesOf, join, leastMs, ...words }) => {
    const lists = rows.flatMap((row) => {
      const values = valuesOf(row);
      return values === null ? [] : [{ ...row, values }];
    });
    const series = joined(lists, scale, { bins, leastMs, join });
    return series.counts.some((count) => count > 0) ? [{ ...words, tone: "traffic" as const, series }] : [];
  });
}

/** The fine rows where they cover it all, else those of the whole time. */
function rowsOver(
  { activity, activityDetail, span }: Analysis,
  { startMs, endMs }: TimeScale,
): readonly Activity[] {
  if (span === null) return [];
  const [from, to] = [Math.max(startMs, Date.parse(span.start)), Math.min(endMs, Date.parse(span.end))];
  const fine = activityDetail.filter(({ start, bucketMs, records }) =>
    Date.parse(start) <= from && Date.parse(start) + bucketMs * records.length >= to
  );
  return fine.length > 0 ? fine : activity;
}

/** Values of a row over time. */
interface ValueRow extends Omit<Series, "counts"> {
  readonly values: readonly (number | null)[];
}

/** Values of several rows on one grid of at most so many buckets, none narrower than asked for. */
function joined(
  rows: readonly ValueRow[],
  scale: TimeScale,
  { bins, leastMs, join }: { bins: number; leastMs: number; join: Join },
): Series {
  const own = rows[0]?.bucketMs ?? 1;
  const wantedMs = Math.max(leastMs, (scale.endMs - scale.startMs) / bins);
  const bucketMs = own * Math.max(1, Math.ceil(wantedMs / own));
  const startMs = Math.floor(scale.startMs / bucketMs) * bucketMs;
  const counts = new Array<number>(Math.max(0, Math.ceil((scale.endMs - startMs) / bucketMs))).fill(0);
  for (const { start, bucketMs: width, values } of rows) {
    const offset = Date.parse(start) - startMs;
    values.forEach((value, i) => {
      const place = Math.floor((offset + i * width) / bucketMs);
      if (value !== null && place >= 0 && place < counts.length) counts[place] = join(counts[place]!, value);
    });
  }
  return { start: new Date(startMs).toISOString(), bucketMs, counts };
}
