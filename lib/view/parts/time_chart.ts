import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { barsPath, linePath, type PathFrame } from "./chart_paths.ts";
import {
  bucketCount,
  CHART_ABOVE,
  CHART_BELOW,
  chartScale,
  chartTop,
  type TimeChart,
} from "./chart_series.ts";
import { jsonAttribute } from "./json_attribute.ts";
import { timeChartTable } from "./time_chart_table.ts";
import { percentAt, ticks, type TimeScale } from "./time_scale.ts";
import { describeValue, valueTicks, type ValueUnit } from "./value_scale.ts";

/**
 * A chart over time with the table behind it. It is complete as it stands; the page's script puts a live one into the
 * same box, whose cursor tells values and goes in step with those of the other charts, and where a drag chooses the
 * stretch of time that all views keep to.
 */
export function timeChart(chart: TimeChart): SafeHtml {
  const { id, label, series, unit, height = 140 } = chart;
  const scale = chartScale(chart);
  if (!(scale.endMs > scale.startMs)) return html`<p class="empty">${label}: no data.</p>`;
  return html`
    <figure class="chart" id="${id}" data-live="time-chart" data-chart="${jsonAttribute(chart)}">
      <figcaption class="chart-label">${label} <span class="chart-time meta"></span></figcaption>
      <div class="chart-box">
        <svg class="chart-static" role="img" aria-label="${describeChart(
          chart,
          scale,
        )}" height="${CHART_ABOVE + height + CHART_BELOW}">
          <g transform="translate(0 ${CHART_ABOVE})">${valueAxis(chartTop(chart), unit, height)}
          ${timeAxis(scale, height)}
          <svg class="chart-plot" viewBox="0 0 ${bucketCount(chart)} ${height}" preserveAspectRatio="none"
            width="100%" height="${height}">${seriesPaths(chart, height)}</svg></g>
        </svg>
      </div>
      <ul class="legend chart-legend">
        ${series.map(({ name, tone, kind }, i) => legendItem(name, `tone-${tone} swatch-${kind}`, i))}
      </ul>
      ${timeChartTable(chart)}
    </figure>
  `;
}

function seriesPaths(chart: TimeChart, height: number): SafeHtml {
  const frame: PathFrame = { baseY: height, height, top: chartTop(chart) };
  const under: number[] = [];
  return html`${
    chart.series.map(({ kind, tone, values }) =>
      kind === "bars"
        ? html`
          <path class="bars tone-${tone}" d="${barsPath(values, frame, under)}" />
        `
        : html`
          <path class="line tone-${tone}" d="${linePath(values, frame)}" />
        `
    )
  }`;
}

function valueAxis(top: number, unit: ValueUnit, height: number): SafeHtml {
  return html`${
    valueTicks(top, unit).map((value) => {
      const y = Math.round(height * (1 - value / top));
      return html`
        <line class="tick" x1="0" x2="100%" y1="${y}" y2="${y}" />
        <text class="value-label" x="-6" y="${y + 4}">${describeValue(value, unit)}</text>
      `;
    })
  }`;
}

function timeAxis(scale: TimeScale, height: number): SafeHtml {
  return html`${
    ticks(scale).map(({ timeMs, label, cut }) =>
      html`
        <text class="tick-label" x="${percentAt(scale, timeMs)}%" y="${height + 15}"
          data-time="${new Date(timeMs).toISOString()}" data-cut="${cut}">${label}</text>
      `
    )
  }`;
}

function legendItem(name: string, kind: string, i: number): SafeHtml {
  return html`
    <li><svg class="${kind}" width="12" height="12" aria-hidden="true"><rect width="12" height="12"/></svg> ${name}
      <b class="chart-value" data-series="${i}"></b></li>
  `;
}

function describeChart({ label, series, unit }: TimeChart, { startMs, endMs }: TimeScale): string {
  const [start = "", end = ""] = [startMs, endMs].map((ms) => new Date(ms).toISOString());
  const parts = series.map(({ name, values }) => {
    const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
    return `${name} at most ${describeValue(highest, unit)}`;
  });
  return `${label}, ${describeSpan(start, end)} UTC: ${parts.join(", ")}. The same is in the table below.`;
}
