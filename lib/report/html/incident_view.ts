import type { Finding, Incident } from "../../analyze/finding.ts";
import { fitLine } from "../clip_text.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeAmount, describeCount, describeList } from "../describe_quantity.ts";
import { describeIncidentSpan } from "../describe_verdict.ts";
import type { ReportIndex } from "../report_index.ts";
import { causeList } from "./cause_view.ts";
import { evidenceList } from "./evidence_view.ts";
import { findingAnchor } from "./finding_view.ts";
import { html, type SafeHtml } from "./html.ts";
import { badge, sectionView } from "./table_view.ts";
import { incidentTimeline } from "./timeline.ts";

const INCIDENTS_SHOWN = 20;
const FINDINGS_SHOWN = 12;
const EVIDENCE_SHOWN = 2;
const PROVEN_FINDINGS = 3;
const HOSTS_SHOWN = 12;
const TITLE_LENGTH = 300;

/** The incidents, most severe first. */
export function incidentSection(index: ReportIndex): SafeHtml | null {
  const { incidents } = index;
  if (incidents.length === 0) return null;
  const more = incidents.length - INCIDENTS_SHOWN;
  return sectionView(
    "incidents",
    "Incidents",
    html`
      ${incidents.slice(0, INCIDENTS_SHOWN).map((incident, i) => incidentView(incident, i + 1, index))}
      ${more > 0 && html`<p class="more">and ${describeCount(more)} more in analysis.json</p>`}
    `,
  );
}

function incidentView(incident: Incident, rank: number, index: ReportIndex): SafeHtml {
  const findings = incident.findings.flatMap((id) => index.findingById.get(id) ?? []);
  return html`
    <article class="incident edge-${incident.severity}">
      <h3>${badge(incident.severity)} ${rank}. ${fitLine(incident.title, TITLE_LENGTH)}</h3>
      ${placeLine(incident, index)}
      <p>${incident.narrative}</p>
      ${incidentTimeline(incident, index)}
      <h4>Likely causes</h4>
      ${causeList(incident.causes, index)}
      ${remedies(findings)}
      <h4>Findings and lines that prove them</h4>
      ${findingLinks(findings)}
    </article>
  `;
}

function placeLine(incident: Incident, index: ReportIndex): SafeHtml {
  const durationMs = Date.parse(incident.end) - Date.parse(incident.start);
  const parts = [
    `${describeIncidentSpan(incident, index)} (${describeDuration(durationMs)})`,
    ...(incident.hosts.length > 0 ? [`on ${describeList(incident.hosts, HOSTS_SHOWN)}`] : []),
    ...(incident.groupIds.length > 0 ? [`project ${describeList(incident.groupIds)}`] : []),
  ];
  return html`<p class="meta">${parts.join(" · ")}</p>`;
}

function remedies(findings: readonly Finding[]): SafeHtml | null {
  const texts = [...new Set(findings.map(({ remediation }) => remediation))].filter((text) => text !== "")
    .slice(0, 3);
  return texts.length === 0 ? null : html`
    <h4>What to do</h4>
    <ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>
  `;
}

function findingLinks(findings: readonly Finding[]): SafeHtml {
  const more = findings.length - FINDINGS_SHOWN;
  return html`
    ${findings.slice(0, FINDINGS_SHOWN).map((finding, i) => findingLink(finding, i < PROVEN_FINDINGS))}
    ${more > 0 && html`<p class="more">and ${describeAmount(more, "more finding")} below</p>`}
  `;
}

function findingLink(finding: Finding, isProven: boolean): SafeHtml {
  const { severity, title, count, evidence } = finding;
  return html`
    <p class="finding-link">
      ${badge(severity)}
      <a href="#${findingAnchor(finding)}">${fitLine(title, TITLE_LENGTH)}</a>
      <span class="meta">${describeAmount(count, "record")}</span>
    </p>
    ${isProven && evidenceList(evidence.slice(0, EVIDENCE_SHOWN), EVIDENCE_SHOWN)}
  `;
}
