/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { chartScale, type TimeChart } from "../parts/chart_series.ts";
import { describeValue } from "../parts/value_scale.ts";
import type { LivePage } from "./live_page.ts";
import { shownTime } from "./show_times.ts";

/** Shows the values of a bucket in the legend, and its time beside the heading; null: no bucket. */
export function chartReadout(
  chart: TimeChart,
  figure: HTMLElement,
  page: LivePage,
): (bucket: number | null) => void {
  const time = figure.querySelector(".chart-time");
  const values = [...figure.querySelectorAll<HTMLElement>(".chart-value")];
  return (bucket) => {
    if (time !== null) time.textContent = bucket === null ? "" : bucketTime(chart, bucket, page);
    values.forEach((element, i) => {
      element.textContent = bucket === null ? "" : bucketValue(chart, i, bucket);
    });
  };
}

/** When a bucket begins, as the reader wants times. */
export function bucketTime(chart: TimeChart, bucket: number, page: LivePage): string {
  const { startMs } = chartScale(chart);
  return shownTime(new Date(startMs + bucket * chart.bucketMs).toISOString(), page.zone());
}

/** The value of a series in a bucket, in words. */
export function bucketValue({ series, unit }: TimeChart, i: number, bucket: number): string {
  const value = series[i]?.values[bucket] ?? null;
  return value === null ? "–" : describeValue(value, unit);
}
