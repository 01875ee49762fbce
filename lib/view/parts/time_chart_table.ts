import { html, type SafeHtml } from "../html.ts";
import { bucketCount, type ChartSeries, type TimeChart } from "./chart_series.ts";
import { timeView } from "./time_view.ts";
import { describeValue } from "./value_scale.ts";

const MOST_ROWS = 48;

/** The table behind a chart: a row for some neighbouring buckets, bars summed up, of lines the highest. */
export function timeChartTable(chart: TimeChart): SafeHtml {
  const { id, label, start, bucketMs, series, unit } = chart;
  const count = bucketCount(chart);
  const step = Math.max(1, Math.ceil(count / MOST_ROWS));
  const startMs = Date.parse(start);
  const rows = Array.from({ length: Math.ceil(count / step) }, (_, row) => row * step);
  return html`
    <details class="behind" id="${id}-table">
      <summary>${label} as a table</summary>
      <div class="table" role="region" aria-label="Table: ${label}" tabindex="0">
        <table>
          <thead>
            <tr><th scope="col">From</th>${series.map(({ name, kind }) =>
              html`<th scope="col" class="number">${name}${kind === "line" && step > 1 && ", highest"}</th>`
            )}</tr>
          </thead>
          <tbody>${rows.map((first) =>
            html`<tr><th scope="row">${timeView(new Date(startMs + first * bucketMs).toISOString())}</th>${
              series.map((one) => {
                const value = condensed(one, first, step);
                return html`<td class="number">${value === null ? "–" : describeValue(value, unit)}</td>`;
              })
            }</tr>`
          )}</tbody>
        </table>
      </div>
    </details>
  `;
}

function condensed({ kind, values }: ChartSeries, first: number, step: number): number | null {
  let result: number | null = null;
  for (const value of values.slice(first, first + step)) {
    if (value !== null) result = kind === "bars" ? (result ?? 0) + value : Math.max(result ?? 0, value);
  }
  return result;
}
