import type { DiffRow, DiffSection } from "../../report/diff/diff_section.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { AddressError } from "../address_error.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { textParameter } from "../params/parameter.ts";
import { type Column, dataTable } from "../parts/data_table.ts";
import type { TimeChart } from "../parts/chart_series.ts";
import { filterForm } from "../parts/filter_form.ts";
import type { Comparison } from "./comparison.ts";
import { timeChart } from "../parts/time_chart.ts";
import { type View, view } from "../view.ts";
import { entityPath } from "../parts/entity_path.ts";

const COLUMNS: readonly Column<DiffRow>[] = [
  {
    key: "label",
    name: "Kind",
    cell: ({ label, style }) =>
      html`<span class="badge badge-${label.toLowerCase()} diff-${style}">${label}</span>`,
  },
  { key: "what", name: "What", kind: "wide", cell: whatChanged },
  { key: "how", name: "How it changed", kind: "wide", cell: ({ detail }) => detail },
];

/** Leads to it where all of the case is there. */
function whatChanged({ what, subject }: DiffRow, frame: PageFrame): SafeHtml | string {
  if (subject === undefined || frame.face === "report") return what;
  const { kind, id } = subject;
  const href = kind === "rule"
    ? frame.href("/findings", { rule: id })
    : frame.href(entityPath("/signatures", id));
  return html`<a href="${href}">${what}</a>`;
}

/** Two cases side by side: what is worse, what is better, and the shape of the traffic of both. */
export const DIFF_VIEW: View = view({
  path: "/diff",
  parameters: { q: textParameter("text that must be in a row") },
  load: ({ comparison }, { q }): Comparison => {
    if (comparison === null) throw noComparison();
    const sections = comparison.sections.flatMap((section) => narrowed(section, q?.toLowerCase()));
    return { ...comparison, sections };
  },
  render: (data, frame) => ({ title: data.outcome, body: comparisonBody(data, frame) }),
});

function noComparison(): AddressError {
  return new AddressError("Cannot compare: only one case is open", {
    code: "not-found",
    remedy: "start omlens serve AFTER --against BEFORE, or write omlens diff BEFORE AFTER --format html",
  });
}

/** Nothing is left out when nothing is looked for. */
function narrowed(section: DiffSection, wanted: string | undefined): DiffSection[] {
  if (wanted === undefined) return [section];
  const rows = section.rows.filter(({ label, what, detail }) =>
    [label, what, detail].some((text) => text.toLowerCase().includes(wanted))
  );
  return rows.length === 0 ? [] : [{ ...section, rows, count: rows.length }];
}

function comparisonBody(
  { outcome, sides, notes, sections, before, after }: Comparison,
  frame: PageFrame,
): SafeHtml {
  return html`
    <h1>${outcome}</h1>
    <dl class="sides">${sides.map(([name, ...facts]) =>
      html`<div><dt>${name}</dt>${facts.map((fact) => html`<dd>${fact}</dd>`)}</div>`
    )}</dl>
    ${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    <p class="meta">
      Rates are for the time that each covers and the work that was done in it. A difference is told when it is at least
      twofold and, with all others, false in at most 1 of 20 cases.
    </p>
    ${filterForm("Filter differences", [{ name: "q", label: "Text" }], frame)}
    ${sections.length === 0 && html`<p class="empty">No difference.</p>`}
    ${sections.map((section) => sectionTable(section, frame))}
    <h2>Shape of the traffic</h2>
    <div class="pairs">${pairs(before, after)}</div>
  `;
}

function sectionTable({ title, count, rows }: DiffSection, frame: PageFrame): SafeHtml {
  const more = count - rows.length;
  return html`
    <h2>${title} (${describeCount(count)})</h2>
    ${dataTable(title, COLUMNS, { rows, total: rows.length, offset: 0 }, frame)}
    ${more > 0 && html`<p class="more">and ${describeCount(more)} more in the JSON form</p>`}
  `;
}

/** Before and after of each kind beside one another, as high as each other. */
function pairs(before: readonly TimeChart[], after: readonly TimeChart[]): SafeHtml[] {
  return before.flatMap((chart, i) => {
    const other = after[i];
    return [timeChart(chart), ...(other === undefined ? [] : [timeChart(other)])];
  });
}
