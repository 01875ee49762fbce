import type { Finding } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { fitLine } from "../clip_text.ts";
import { describeAmount, describeCount, describeList } from "../describe_quantity.ts";
import { describeSpan, describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { sparkline } from "./bar_chart.ts";
import { causeList } from "./cause_view.ts";
import { evidenceList } from "./evidence_view.ts";
import { html, type SafeHtml } from "./html.ts";
import { badge, sectionView } from "./table_view.ts";
import { SEVERITIES } from "../../rules/rule.ts";

const FINDINGS_SHOWN = 200;
const EVIDENCE_SHOWN = 5;
const VALUES_SHOWN = 12;
const TITLE_LENGTH = 300;

/** Where the page shows a finding. */
export function findingAnchor({ id }: Finding): string {
  return `finding-${id}`;
}

/** All findings by severity, folded. */
export function findingSection(index: ReportIndex): SafeHtml | null {
  const { findings } = index.analysis;
  const shown = findings.slice(0, FINDINGS_SHOWN);
  const more = findings.length - shown.length;
  if (findings.length === 0) return null;
  const groups = SEVERITIES.map((severity) => shown.filter((finding) => finding.severity === severity));
  return sectionView(
    "findings",
    `Findings (${describeCount(findings.length)})`,
    html`
      ${groups.map((group) => group.map((finding) => findingView(finding, index)))}
      ${more > 0 && html`<p class="more">and ${describeCount(more)} more in analysis.json</p>`}
    `,
  );
}

function findingView(finding: Finding, index: ReportIndex): SafeHtml {
  const { severity, title, rule, hosts, count, onset } = finding;
  return html`
    <details class="finding edge-${severity}">
      <summary>
        ${badge(severity)} <span class="finding-title">${fitLine(title, TITLE_LENGTH)}</span>
        <span class="meta"><code>${rule}</code> ${describeAmount(count, "record")}, since ${describeTime(
          onset,
        )}${hosts.length > 0 && html`, ${describeList(hosts)}`}</span>
      </summary>
      <div class="finding-body" id="${findingAnchor(finding)}">${findingBody(finding, index)}</div>
    </details>
  `;
}

function findingBody(finding: Finding, index: ReportIndex): SafeHtml {
  const confirming = finding.confirmedBy.flatMap((id) => index.eventById.get(id) ?? []);
  return html`
    <p>${finding.explanation}</p>
    ${finding.remediation !== "" && html`<p><b>What to do:</b> ${finding.remediation}</p>`}
    ${sparkline(finding.series, finding.severity)}
    ${factList(finding)}
    ${confirmationList(confirming)}
    ${evidenceList(finding.evidence, EVIDENCE_SHOWN)}
    ${finding.causes.length > 0 && html`<h3>Likely causes</h3>${causeList(finding.causes, index)}`}
  `;
}

function factList(finding: Finding): SafeHtml {
  const facts: [string, string][] = [
    ["Records", `${describeCount(finding.count)}, ${describeSpan(finding.first, finding.last)}`],
    ["Confidence", finding.confidence],
    ["Hosts", describeList(finding.hosts, VALUES_SHOWN)],
    ["Projects", describeList(finding.groupIds, VALUES_SHOWN)],
    ["Replica sets", describeList(finding.replicaSets, VALUES_SHOWN)],
    ["Agents", describeList(finding.agents, VALUES_SHOWN)],
    ...Object.entries(finding.captures).map((
      [name, values],
    ): [string, string] => [name, describeList(values, VALUES_SHOWN)]),
  ];
  return html`
    <dl class="facts">
      ${facts.filter(([, value]) => value !== "").map(([name, value]) =>
        html`
          <div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>
        `
      )}
      ${finding.references.length > 0 && html`
        <div>
          <dt>References</dt>
          <dd>${finding.references.map(reference)}</dd>
        </div>
      `}
    </dl>
  `;
}

/** A link only when it is one to the web: rules come from files of others. */
function reference(text: string): SafeHtml {
  return /^https?:\/\//.test(text)
    ? html`<a class="reference" href="${text}" rel="noopener noreferrer">${text}</a>`
    : html`<span class="reference">${text}</span>`;
}

function confirmationList(events: readonly EventRow[]): SafeHtml | null {
  if (events.length === 0) return null;
  return html`<p><b>Confirmed by:</b> ${
    describeList(
      events.map(({ time, type, summary }) => `${describeTime(time)} ${summary} (${type})`),
      VALUES_SHOWN,
    )
  }</p>`;
}
