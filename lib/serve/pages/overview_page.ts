import { describeMissing } from "../../report/describe_missing.ts";
import { describeAmount, describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { describeVerdict } from "../../report/describe_verdict.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { sectionView } from "../../report/html/table_view.ts";
import { timelineLegend } from "../../report/html/timeline_legend.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import type { ServedCase } from "../served_case.ts";
import { addressOf } from "./address.ts";
import { findingTable } from "./finding_table.ts";
import { incidentList } from "./incident_list.ts";
import { NO_PARAMETERS, type PageRoute, pageRoute } from "./page.ts";
import { textNotice } from "./text_notice.ts";
import { timelineFigure, wholeScale } from "./timeline_figure.ts";

const FINDINGS_SHOWN = 15;
const INCIDENTS_SHOWN = 10;
const MISSING_SHOWN = 8;

/** What happened, why most likely, what was found, and what is missing. */
export const OVERVIEW_PAGE: PageRoute = pageRoute("/", NO_PARAMETERS, (served) => {
  const { index, reader } = served;
  return {
    title: describeVerdict(index).what,
    view: "/",
    body: html`
      ${verdict(served)}
      ${figures(served)}
      ${missingList(served)}
      ${textNotice(reader.text)}
      ${incidentSection(served)}
      ${timelineSection(served)}
      ${findingSection(served)}
    `,
  };
});

function verdict({ index }: ServedCase): SafeHtml {
  const { what, whenAndWhere, explanation } = describeVerdict(index);
  const [worst] = index.incidents;
  const title = worst === undefined ? what : html`<a href="${addressOf("incidents", worst.id)}">${what}</a>`;
  return html`
    <h1 class="${worst && `ink-${worst.severity}`}">${title}</h1>
    ${whenAndWhere !== "" && html`<p class="when">${whenAndWhere}</p>`}
    <p class="lead">${explanation}</p>
  `;
}

function figures({ index: { analysis, hosts } }: ServedCase): SafeHtml {
  const { totals, span, findings, incidents, events, signatures } = analysis;
  const severities = SEVERITIES.map((severity) =>
    [severity, findings.filter((finding) => finding.severity === severity).length] as const
  ).filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`).join(", ");
  const changes = events.filter(({ role }) => role === "change").length;
  const cells: readonly (readonly [href: string, value: number, name: string, detail: string])[] = [
    ["/incidents", incidents.length, incidents.length === 1 ? "incident" : "incidents", ""],
    ["/findings", findings.length, findings.length === 1 ? "finding" : "findings", severities],
    ["/events", events.length, "events", describeAmount(changes, "change")],
    ["/signatures", signatures.length, "signatures", ""],
    ["/search", totals.records, "records", describeBytes(totals.uncompressedBytes)],
    [
      "/coverage",
      hosts.length,
      hosts.length === 1 ? "host" : "hosts",
      describeAmount(totals.members, "file"),
    ],
  ];
  return html`
    <dl class="figures">${cells.map(([href, value, name, detail]) =>
      html`<div><dt><a href="${href}">${name}</a></dt><dd>${describeCount(value)}</dd>${
        detail !== "" && html`<dd class="meta">${detail}</dd>`
      }</div>`
    )}</dl>
    ${span !== null && html`<p class="meta">Records from ${describeSpan(span.start, span.end)}.</p>`}
  `;
}

function missingList({ index }: ServedCase): SafeHtml | null {
  const missing = describeMissing(index);
  if (missing.length === 0) return null;
  const more = missing.length - MISSING_SHOWN;
  return html`
    <aside class="missing" aria-label="What is missing">
      <p><b>What is missing from this result</b></p>
      <ul>
        ${missing.slice(0, MISSING_SHOWN).map((line) => html`<li>${line}</li>`)}
        ${more > 0 && html`<li><a href="/coverage">and ${describeCount(more)} more</a></li>`}
      </ul>
    </aside>
  `;
}

function incidentSection({ index }: ServedCase): SafeHtml | null {
  const { incidents } = index;
  if (incidents.length === 0) return null;
  return sectionView(
    "incidents",
    "Incidents",
    html`
      ${incidentList(incidents.slice(0, INCIDENTS_SHOWN), index)}
      ${incidents.length > INCIDENTS_SHOWN &&
        html`<p class="more"><a href="/incidents">All ${describeCount(incidents.length)}</a></p>`}
    `,
  );
}

function timelineSection(served: ServedCase): SafeHtml | null {
  const scale = wholeScale(served.index);
  if (scale === null) return null;
  return sectionView(
    "timeline",
    "Timeline",
    html`${timelineFigure(served.index, scale, { mostHosts: 8 })}${timelineLegend()}
      <p class="more"><a href="/timeline">Timeline of all hosts</a></p>`,
  );
}

function findingSection({ index: { analysis: { findings } } }: ServedCase): SafeHtml | null {
  if (findings.length === 0) return null;
  return sectionView(
    "findings",
    "Top findings",
    html`
      ${findingTable("Top findings", findings.slice(0, FINDINGS_SHOWN))}
      ${findings.length > FINDINGS_SHOWN &&
        html`<p class="more"><a href="/findings">All ${describeCount(findings.length)}</a></p>`}
    `,
  );
}
