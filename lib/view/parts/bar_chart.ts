import type { Series } from "../../analyze/finding.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { histogram } from "./histogram.ts";
import { percentAt, type TimeScale } from "./time_scale.ts";

/** Where and how bars are drawn. */
export interface BarOptions {
  /** The stretch of time. */
  readonly scale: TimeScale;
  /** Height in pixels of the highest bar. */
  readonly height: number;
  /** Most bars. */
  readonly bins: number;
  /** What is counted, plural, for the tooltips. */
  readonly noun: string;
}

/** Bars over time as SVG; widths in percent, so that they need no script to fit any screen. */
export function bars(list: readonly Series[], { scale, height, bins, noun }: BarOptions): SafeHtml {
  const { startMs, binMs, sums } = histogram(list, scale, bins);
  const most = Math.max(...sums, Number.MIN_VALUE);
  return html`${
    sums.map((sum, i) => {
      if (sum <= 0) return "";
      const [from, to] = [startMs + i * binMs, startMs + (i + 1) * binMs];
      const x = percentAt(scale, from);
      const width = Math.round(1000 * 0.86 * (percentAt(scale, to) - x)) / 1000;
      const barHeight = Math.max(1, Math.round(height * sum / most));
      const [start, end] = [from, to].map((ms) => new Date(ms).toISOString());
      const title = `${describeSpan(start ?? "", end ?? "")}: ${
        sum < 1 ? "less than 1" : describeCount(sum)
      } ${noun}`;
      return html`
        <rect x="${x}%" y="${height - barHeight}" width="${width}%" height="${barHeight}">
          <title>${title}</title>
        </rect>
      `;
    })
  }`;
}

/** A small picture of one series over its own time. */
export function seriesFigure(series: Series, severity: string, noun = "records"): SafeHtml | null {
  const startMs = Date.parse(series.start);
  const endMs = startMs + series.bucketMs * series.counts.length;
  if (!(endMs > startMs) || series.counts.length < 2) return null;
  const total = series.counts.reduce((sum, count) => sum + count, 0);
  const label = `${describeCount(total)} ${noun}, ${
    describeSpan(series.start, new Date(endMs).toISOString())
  }`;
  const bins = Math.min(90, series.counts.length);
  return html`
    <figure class="spark">
      <svg role="img" aria-label="${label}" height="36"
        class="fill-${severity}">${bars([series], {
          scale: { startMs, endMs },
          height: 35,
          bins,
          noun: "records",
        })}<line class="base" x1="0" x2="100%" y1="35.5" y2="35.5"/></svg>
      <figcaption>${label}</figcaption>
    </figure>
  `;
}
