import type { Series } from "../../analyze/finding.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { briefSeries } from "./brief_series.ts";
import { html, type SafeHtml } from "../html.ts";

const WIDTH = 120;
const HEIGHT = 20;
const BARS = 40;

/** A picture as high as a line of a table; its words are for those who cannot see it. */
export function sparkline({ start, bucketMs, counts }: Series, noun = "records"): SafeHtml | null {
  if (counts.length === 0 || start === "") return null;
  const { counts: sums } = briefSeries({ start, bucketMs, counts }, BARS);
  const most = Math.max(...sums, Number.MIN_VALUE);
  const step = WIDTH / sums.length;
  const bars = sums.map((sum, i) => {
    const height = sum <= 0 ? 0 : Math.max(1, HEIGHT * sum / most);
    return height === 0
      ? ""
      : `M${round(i * step)} ${HEIGHT}v${round(-height)}h${round(step * 0.8)}v${round(height)}z`;
  }).join("");
  const end = new Date(Date.parse(start) + bucketMs * counts.length).toISOString();
  const total = counts.reduce((sum, count) => sum + count, 0);
  return html`
    <svg class="sparkline" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}"
      height="${HEIGHT}"
      aria-label="${describeCount(total)} ${noun}, ${describeSpan(start, end)}">
      <path d="${bars}" />
    </svg>
  `;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
