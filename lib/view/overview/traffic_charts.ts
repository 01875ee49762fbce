import type { Activity } from "../../analyze/activity/activity.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";
import type { TimeChart } from "../parts/chart_series.ts";
import { type BucketCut, cutBuckets, highestOf, mergeBuckets, sumOf } from "../parts/merge_buckets.ts";
import { sectionView } from "../parts/section_view.ts";
import { timeChart } from "../parts/time_chart.ts";
import type { WindowValues } from "../params/window_values.ts";

const MOST_BUCKETS = 240;
const CHART_HEIGHT = 90;

/** The shape of the traffic: errors that were logged, requests and their failures, latency. */
export function loadTraffic({ analysis }: ReportIndex, window: WindowValues): TimeChart[] {
  return [...logCharts(analysis.activity, window), ...accessCharts(analysis.access.series, window)];
}

function logCharts(activity: readonly Activity[], window: WindowValues): TimeChart[] {
  const logs = activity.filter(({ levels }) => levels !== null);
  const [first] = logs;
  if (first === undefined) return [];
  const cut = cutBuckets(first, first.records.length, window, MOST_BUCKETS);
  const total = (level: "error" | "warn") =>
    logs.map(({ levels }) => mergeBuckets(levels?.[level] ?? [], cut, sumOf)).reduce((a, b) =>
      a.map((value, i) => value + (b[i] ?? 0))
    );
  return [{
    ...frameOf("logged", "Errors and warnings logged", cut),
    unit: "count",
    series: [
      { name: "ERROR", values: total("error"), kind: "bars", tone: "critical" },
      { name: "WARN", values: total("warn"), kind: "bars", tone: "medium" },
    ],
  }];
}

function accessCharts(
  series: ReportIndex["analysis"]["access"]["series"],
  window: WindowValues,
): TimeChart[] {
  if (series.start === "" || series.requests.length === 0) return [];
  const cut = cutBuckets(series, series.requests.length, window, MOST_BUCKETS);
  const [failed, refused, all] = [series.errors5xx, series.errors4xx, series.requests]
    .map((counts) => mergeBuckets(counts, cut, sumOf));
  const others = all?.map((count, i) => count - (failed?.[i] ?? 0) - (refused?.[i] ?? 0)) ?? [];
  return [
    {
      ...frameOf("requests", "HTTP requests", cut),
      unit: "count",
      series: [
        { name: "5xx", values: failed ?? [], kind: "bars", tone: "critical" },
        { name: "4xx", values: refused ?? [], kind: "bars", tone: "medium" },
        { name: "others", values: others, kind: "bars", tone: "band" },
      ],
    },
    {
      ...frameOf("latency", "Latency, 95th percentile", cut),
      unit: "ms",
      series: [{
        name: "p95",
        values: mergeBuckets(series.p95Ms, cut, highestOf),
        kind: "line",
        tone: "accent",
      }],
    },
  ];
}

function frameOf(
  id: string,
  label: string,
  { start, bucketMs }: BucketCut,
): Pick<TimeChart, "id" | "label" | "start" | "bucketMs" | "height"> {
  return { id: `chart-${id}`, label, start, bucketMs, height: CHART_HEIGHT };
}

/** Shows it. */
export function trafficView(charts: readonly TimeChart[]): SafeHtml | null {
  return charts.length === 0
    ? null
    : sectionView("traffic", "Shape of the traffic", html`${charts.map(timeChart)}`);
}
