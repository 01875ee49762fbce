import type { Series } from "../../analyze/analysis.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeSpan } from "../describe_time.ts";
import { html, type SafeHtml } from "./html.ts";
import { histogram, type TimeScale } from "./time_scale.ts";

/** Where and how bars are drawn. */
export interface BarOptions {
  /** The stretch of time. */
  readonly scale: TimeScale;
  /** Height in pixels of the highest bar. */
  readonly height: number;
  /** Number of bars when there is something everywhere. */
  readonly bins: number;
  /** What is counted, plural, for the tooltips. */
  readonly noun: string;
}

/** Bars over time as SVG; widths in percent, so that they need no script to fit any screen. */
export function bars(list: readonly Series[], { scale, height, bins, noun }: BarOptions): SafeHtml {
  const sums = histogram(list, scale, bins);
  const most = Math.max(...sums, Number.MIN_VALUE);
  const binMs = (scale.endMs - scale.startMs) / bins;
  return html`${
    sums.map((sum, i) => {
      if (sum <= 0) return "";
      const barHeight = Math.max(1, Math.round(height * sum / most));
      const [start, end] = [i, i + 1].map((edge) => new Date(scale.startMs + edge * binMs).toISOString());
      const count = sum < 1 ? "less than 1" : `about ${describeCount(sum)}`;
      return html`
        <rect x="${percent(i / bins)}" y="${height - barHeight}" width="${percent(
          0.86 / bins,
        )}" height="${barHeight}">
          <title>${describeSpan(start ?? "", end ?? "")}: ${count} ${noun}</title>
        </rect>
      `;
    })
  }`;
}

/** A small picture of one series over its own time. */
export function sparkline(series: Series, severity: string, noun = "records"): SafeHtml | null {
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

function percent(fraction: number): string {
  return `${Math.round(100_000 * fraction) / 1000}%`;
}
