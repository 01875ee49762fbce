import type { Diagnostic } from "../../errors.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html } from "../html.ts";
import { choiceParameter } from "../params/parameter.ts";
import { badge } from "../parts/badge.ts";
import { type Column, dataTable, TABLE_PARAMETERS, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { type View, view } from "../view.ts";

const SEVERITIES = ["error", "warning", "note"] as const;

const COLUMNS: readonly Column<Diagnostic>[] = [
  {
    key: "severity",
    name: "Severity",
    value: ({ severity }) => SEVERITIES.indexOf(severity),
    cell: ({ severity }) => badge(severity),
  },
  {
    key: "what",
    name: "What",
    kind: "wide",
    value: ({ code }) => code,
    cell: ({ message, code }) => html`${message}<br><code class="meta">${code}</code>`,
  },
  {
    key: "where",
    name: "Where",
    kind: "wide",
    value: ({ input, member = "" }) => `${input} ${member}`,
    cell: ({ input, member, line }) =>
      html`${input}${member && html`<br>${member}`}${line !== undefined && `:${line}`}`,
  },
  {
    key: "times",
    name: "Times",
    kind: "number",
    value: ({ count = 1 }) => count,
    cell: ({ count = 1 }) => describeCount(count),
  },
];

/** What was cut, damaged, skipped, over a limit or not understood. */
export const DIAGNOSTICS_VIEW: View = view({
  path: "/diagnostics",
  parameters: { ...TABLE_PARAMETERS, severity: choiceParameter("only of this severity", SEVERITIES) },
  load: ({ index }, values) => {
    const chosen = index.analysis.diagnostics.filter(({ severity }) =>
      values.severity === undefined || severity === values.severity
    );
    return tablePage(
      chosen,
      COLUMNS,
      values,
      ({ message, code, input, member }) => [message, code, input, member],
    );
  },
  render: (page, frame) => ({
    title: "Diagnostics",
    body: html`
      <h1>${describeAmount(page.total, "diagnostic")}</h1>
      <p>What of the inputs was cut, damaged, skipped, over a limit or not understood.</p>
      ${filterForm("Filter diagnostics", [
        { name: "q", label: "Text" },
        { name: "severity", label: "Severity", choices: SEVERITIES },
      ], frame)}
      ${dataTable("Diagnostics", COLUMNS, page, frame)}
    `,
  }),
});
