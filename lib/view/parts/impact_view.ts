import type { Impact } from "../../analyze/analysis.ts";
import { describeMetric, describeShift } from "../../report/describe_impact.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";

/** What was measured before and after an event, with the words for it. */
export interface ImpactRow {
  /** What was measured, and on what. */
  readonly metric: string;
  /** Value before. */
  readonly before: number;
  /** Value after. */
  readonly after: number;
  /** The same with their unit, as people read them. */
  readonly shown: readonly [before: string, after: string];
  /** after / before; null: there was nothing before. */
  readonly ratio: number | null;
  /** Share of false alarms among changes as sure as this. */
  readonly qValue: number;
  /** Whether it counts as a change. */
  readonly significant: boolean;
}

const SIGNATURE = "signature:";

/** Impacts of an event: what changed first, traffic before messages, the surest first. An analysis has at most a dozen. */
export function impactRows(eventId: string, index: ReportIndex): ImpactRow[] {
  const impacts = index.impactsByEvent.get(eventId) ?? [];
  return impacts.toSorted((a, b) =>
    Number(b.significant) - Number(a.significant) || rankOf(a) - rankOf(b) || a.qValue - b.qValue
  )
    .map((impact) => impactRow(impact, index));
}

function rankOf({ metric }: Impact): number {
  return Number(metric.startsWith(SIGNATURE));
}

function impactRow(impact: Impact, index: ReportIndex): ImpactRow {
  const { before, after, ratio, qValue, significant } = impact;
  const metric = describeMetric(impact, index);
  return { metric, before, after, shown: describeShift(impact), ratio, qValue, significant };
}

/** What changed after an event as a picture in a table, and what did not. The name of the event is unique in the page. */
export function impactView(rows: readonly ImpactRow[], event = "it"): SafeHtml {
  const changed = rows.filter(({ significant }) => significant);
  const same = rows.filter(({ significant }) => !significant);
  if (rows.length === 0) return html`<p class="meta">Nothing was measured around it.</p>`;
  return html`
    ${changed.length === 0
      ? html`<p>No measurable effect: ${
        describeAmount(rows.length, "number was", "numbers were")
      } compared before and after it, none changed more than by chance.</p>`
      : impactTable(`What measurably changed after ${event}`, changed)}
    ${same.length > 0 && html`
      <details class="unchanged">
        <summary>${changed.length === 0
          ? "What was compared"
          : `${describeAmount(same.length, "number")} did not measurably change`}</summary>
        ${impactTable(`What did not measurably change after ${event}`, same)}
      </details>
    `}
  `;
}

function impactTable(caption: string, rows: readonly ImpactRow[]): SafeHtml {
  return html`
    <div class="table" role="region" aria-label="Table: ${caption}" tabindex="0">
      <table class="impacts">
        <caption class="unseen">${caption}</caption>
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">Before and after</th>
            <th scope="col">Change</th>
            <th scope="col">How sure</th>
          </tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`
            <tr>
              <th scope="row" class="wide">${row.metric}</th>
              <td>${shiftPicture(row)}</td>
              <td>${changeWords(row)}</td>
              <td>${sureWords(row)} <span class="meta">q = ${qText(row.qValue)}</span></td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

/** Two bars on one scale. Their values stand beside them, so that the bars need no words of their own. */
function shiftPicture({ before, after, shown, significant }: ImpactRow): SafeHtml {
  const most = Math.max(before, after, Number.MIN_VALUE);
  return html`
    <div class="shift${significant && " shifted"}">
      ${shiftBar("before", before / most, shown[0])}
      ${shiftBar("after", after / most, shown[1])}
    </div>
  `;
}

function shiftBar(side: "before" | "after", share: number, value: string): SafeHtml {
  return html`
    <span class="shift-side">${side}</span>
    <svg height="9" aria-hidden="true"><rect class="bar-ground" width="100%" height="9"/><rect
      class="bar-${side}" width="${Math.round(1000 * share) / 10}%" height="9"/>${share > 0 && html`
        <rect
          class="bar-${side}" width="1.5" height="9" />
      `}</svg>
    <span class="shift-value">${value}</span>
  `;
}

/** The ratio as people say it. */
export function changeWords({ before, after, ratio }: Pick<ImpactRow, "before" | "after" | "ratio">): string {
  if (before === after) return "the same";
  if (ratio === null || before === 0) return "from nothing";
  if (after === 0) return "to nothing";
  if (ratio >= 2) return `${shortRatio(ratio)} times as high`;
  if (ratio <= 0.5) return `1/${shortRatio(1 / ratio)} of it`;
  const percent = Math.round(100 * (ratio - 1));
  if (percent === 0) return "the same";
  return percent > 0 ? `${percent} % higher` : `${-percent} % lower`;
}

function shortRatio(ratio: number): string {
  return String(ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2)));
}

/** What a q-value says. */
export function sureWords({ qValue, significant }: Pick<ImpactRow, "qValue" | "significant">): string {
  if (!significant) return "may well be chance";
  if (qValue < 1e-6) return "as good as certain";
  return qValue < 1e-3 ? "very sure" : "sure, but not beyond doubt";
}

function qText(qValue: number): string {
  return qValue === 0
    ? "0"
    : qValue < 0.001
    ? qValue.toExponential(0)
    : String(Number(qValue.toPrecision(2)));
}
