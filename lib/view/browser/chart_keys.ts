/// <reference lib="dom" />
import { bucketCount, chartScale, type TimeChart } from "../parts/chart_series.ts";
import { bucketTime, bucketValue } from "./chart_readout.ts";
import type { LivePage } from "./live_page.ts";

/** What the keys of a chart work on. */
export interface KeyedChart {
  /** What it shows. */
  readonly chart: TimeChart;
  /** What has the focus. */
  readonly holder: HTMLElement;
  /** The page it is in. */
  readonly page: LivePage;
  /** Puts the cursor on a bucket. */
  readonly show: (bucket: number) => void;
  /** Shows what is chosen; pixels. */
  readonly mark: (left: number, width: number) => void;
  /** Where a time lies; pixels. */
  readonly edge: (timeMs: number) => number;
}

/** Makes a chart usable by keyboard: arrows move the cursor, with shift they choose, Enter keeps to what is chosen. */
export function chartKeys({ chart, holder, page, show, mark, edge }: KeyedChart): void {
  holder.tabIndex = 0;
  holder.role = "application";
  holder.ariaLabel =
    `${chart.label}: arrow keys read values, with shift they choose a time, Enter keeps to it`;
  const last = bucketCount(chart) - 1;
  const { startMs } = chartScale(chart);
  let bucket = -1;
  let anchor: number | null = null;
  const timeAt = (place: number) => startMs + place * chart.bucketMs;
  const chosen = () =>
    anchor === null ? null : [Math.min(anchor, bucket), Math.max(anchor, bucket) + 1] as const;
  const moveTo = (place: number, isChoosing: boolean) => {
    anchor = isChoosing ? anchor ?? Math.max(0, bucket) : null;
    bucket = Math.min(last, Math.max(0, place));
    show(bucket);
    const [from, to] = (chosen() ?? [0, 0]).map((at) => edge(timeAt(at)));
    mark(from ?? 0, (to ?? 0) - (from ?? 0));
    page.announce(describeBucket(chart, bucket, page));
  };
  holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = { ArrowLeft: bucket - 1, ArrowRight: bucket + 1, Home: 0, End: last }[event.key];
    const choice = chosen();
    if (place !== undefined) moveTo(place, event.shiftKey);
    else if (event.key === "Enter" && choice !== null) {
      const [since, until] = choice.map((at) => new Date(timeAt(at)).toISOString());
      void page.go(page.frame().same({ since, until, offset: undefined }));
    } else return;
    event.preventDefault();
  });
}

function describeBucket(chart: TimeChart, bucket: number, page: LivePage): string {
  const values = chart.series.map(({ name }, i) => `${name} ${bucketValue(chart, i, bucket)}`);
  return `${bucketTime(chart, bucket, page)}: ${values.join(", ")}`;
}
