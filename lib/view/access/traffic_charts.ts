import { html, type SafeHtml } from "../html.ts";
import type { TimeChart } from "../parts/chart_series.ts";
import { timeChart } from "../parts/time_chart.ts";
import type { Traffic } from "./traffic.ts";

/** What became of requests, and how long they took, over time. */
export function trafficCharts(traffic: Traffic): SafeHtml {
  const { p95Ms } = traffic;
  return html`${timeChart(outcomeChart(traffic))}${
    p95Ms.some((value) => value !== null) && timeChart(latencyChart(traffic))
  }`;
}

function outcomeChart({ start, bucketMs, requests, errors4xx, errors5xx }: Traffic): TimeChart {
  const good = requests.map((count, i) => Math.max(0, count - (errors4xx[i] ?? 0) - (errors5xx[i] ?? 0)));
  return {
    id: "access-outcome",
    label: "Requests by status",
    start,
    bucketMs,
    series: [
      { name: "5xx", values: errors5xx, kind: "bars", tone: "critical" },
      { name: "4xx", values: errors4xx, kind: "bars", tone: "medium" },
      { name: "below 400", values: good, kind: "bars", tone: "band" },
    ],
    unit: "count",
  };
}

function latencyChart({ start, bucketMs, p95Ms }: Traffic): TimeChart {
  return {
    id: "access-latency",
    label: "Latency, 95th percentile",
    start,
    bucketMs,
    series: [{ name: "p95", values: p95Ms, kind: "line", tone: "accent" }],
    unit: "ms",
  };
}
