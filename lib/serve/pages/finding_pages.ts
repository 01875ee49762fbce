import type { Finding } from "../../analyze/finding.ts";
import { describeAmount, describeCount, describeList } from "../../report/describe_quantity.ts";
import { describeSpan, describeTime } from "../../report/describe_time.ts";
import { sparkline } from "../../report/html/bar_chart.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { badge } from "../../report/html/table_view.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { FINDING_PARAMETERS, selectFindings } from "../select/select_findings.ts";
import { sliceList, sliceParameters } from "../select/slice_list.ts";
import { notFound } from "../serve_error.ts";
import type { ServedCase } from "../served_case.ts";
import { address, addressOf, timeValue } from "./address.ts";
import { causeLinks } from "./cause_links.ts";
import { evidenceLinks } from "./evidence_links.ts";
import { eventTable } from "./event_table.ts";
import { factList } from "./fact_list.ts";
import { filterForm } from "./filter_form.ts";
import { findingTable } from "./finding_table.ts";
import { NO_PARAMETERS, type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";
import { textNotice } from "./text_notice.ts";

const VALUES_SHOWN = 30;
const MARGIN_MS = 10 * 60_000;

/** Findings, most severe first. */
export const FINDINGS_PAGE: PageRoute = pageRoute(
  "/findings",
  { ...FINDING_PARAMETERS, ...sliceParameters(200, 1000) },
  ({ index }, values) => {
    const { severity, host, q } = values;
    const slice = sliceList(selectFindings(index.analysis.findings, values), values);
    return {
      title: "Findings",
      view: "/findings",
      body: html`
        <h1>${describeAmount(slice.total, "finding")}</h1>
        ${filterForm("/findings", "Choose findings", [
          { name: "q", label: "Text", value: q },
          { name: "severity", label: "Severity", value: severity, choices: SEVERITIES },
          { name: "host", label: "Host", value: host, choices: index.hosts },
        ])}
        ${slice.total > 0 && findingTable("Findings", slice.items)}
        ${pager("/findings", { severity, host, q }, slice, values)}
      `,
    };
  },
);

/** One finding: what it means, what to do, the lines that prove it, its likely causes. */
export const FINDING_PAGE: PageRoute = pageRoute("/findings/{id}", NO_PARAMETERS, (served, _values, id) => {
  const finding = served.index.findingById.get(id);
  if (finding === undefined) throw notFound("finding", id, "choose one of the findings of this case");
  return { title: finding.title, view: "/findings", body: findingView(finding, served) };
});

function findingView(finding: Finding, served: ServedCase): SafeHtml {
  const { index, reader } = served;
  const { severity, rule, title, explanation, remediation, onset, causes, evidence, series } = finding;
  const confirming = finding.confirmedBy.flatMap((id) => index.eventById.get(id) ?? []);
  return html`
    <p class="kicker">Finding ${badge(severity)} <code>${rule}</code></p>
    <h1>${title}</h1>
    <p class="when">since ${describeTime(onset)}${incidentLinks(finding, served)}</p>
    <p class="lead">${explanation}</p>
    ${remediation !== "" && html`<p class="prose"><b>What to do:</b> ${remediation}</p>`}
    ${nearLinks(finding)}
    ${sparkline(series, severity)}
    ${facts(finding)}
    ${finding.references.length > 0 &&
      html`<p class="meta">References: ${finding.references.map(reference)}</p>`}
    <h2>Lines that prove it</h2>
    ${textNotice(reader.text)}
    ${evidence.length === 0 ? html`<p>It has no lines of its own.</p>` : evidenceLinks(evidence, served)}
    <h2>Likely causes</h2>
    ${causeLinks(causes, served)}
    ${confirming.length > 0 &&
      html`<h2>Confirmed by</h2>${eventTable("Events that confirm it", confirming, index.causeIds)}`}
  `;
}

function incidentLinks({ id }: Finding, { index }: ServedCase): SafeHtml[] {
  return index.incidents.filter(({ findings }) => findings.includes(id)).map((incident) =>
    html`, part of <a href="${addressOf("incidents", incident.id)}">${incident.title}</a>`
  );
}

function nearLinks({ id, first, last }: Finding): SafeHtml {
  const [from, to] = [timeValue(Date.parse(first) - MARGIN_MS), timeValue(Date.parse(last) + MARGIN_MS)];
  return html`
    <p class="moves">
      <a href="${address("/search", { finding: id })}">All its records</a>
      <a href="${address("/timeline", { from, to })}">Timeline around it</a>
    </p>
  `;
}

function facts(finding: Finding): SafeHtml {
  const list = (values: readonly string[]) => describeList(values, VALUES_SHOWN);
  return factList([
    ["Records", `${describeCount(finding.count)}, ${describeSpan(finding.first, finding.last)}`],
    ["Confidence", finding.confidence],
    ["Hosts", list(finding.hosts)],
    ["Projects", list(finding.groupIds)],
    ["Replica sets", list(finding.replicaSets)],
    ["Agents", list(finding.agents)],
    ...Object.entries(finding.captures).map(([name, values]): [string, string] => [name, list(values)]),
  ]);
}

/** A link only when it is one to the web: rules come from files of others. */
function reference(text: string): SafeHtml {
  return /^https?:\/\//.test(text)
    ? html`<a class="reference" href="${text}" rel="noopener noreferrer">${text}</a>`
    : html`<span class="reference">${text}</span>`;
}
