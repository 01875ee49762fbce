import type { Finding, Incident } from "../../analyze/finding.ts";
import type { TextState } from "../../case/case_reader.ts";
import { renderIncidentMarkdown } from "../../report/markdown/render_incident_markdown.ts";
import { notThere } from "../address_error.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";
import { badge } from "../parts/badge.ts";
import {
  briefEvent,
  causeList,
  type EventBrief,
  eventList,
  gatherCauses,
  type ShownCauses,
} from "../parts/cause_view.ts";
import { sectionView } from "../parts/section_view.ts";
import { textNotice } from "../parts/text_notice.ts";
import { ticketText } from "../parts/ticket_text.ts";
import { utcNote } from "../parts/time_view.ts";
import { type View, view } from "../view.ts";
import { briefIncident, type IncidentBrief, incidentFacts } from "./incident_brief.ts";
import { courseOf, type CourseStep, courseTable } from "./incident_course.ts";
import { proveFindings, type ProvenFinding, provenFindings } from "./incident_findings.ts";
import { incidentFigure, type IncidentPicture, incidentPicture } from "./incident_picture.ts";
import { nearLinks } from "./near_links.ts";

const REMEDIES_SHOWN = 5;
const ALERTS_SHOWN = 20;

interface IncidentData {
  readonly incident: IncidentBrief;
  readonly steps: readonly CourseStep[];
  readonly picture: IncidentPicture;
  readonly causes: ShownCauses;
  readonly alerts: readonly EventBrief[];
  readonly remedies: readonly string[];
  readonly findings: readonly ProvenFinding[];
  readonly text: TextState;
  readonly markdown: string;
}

/** One incident: its course, ranked causes, what changed, findings, and the lines that prove them. */
export const INCIDENT_VIEW: View = view({
  path: "/incidents/{id}",
  parameters: {},
  load: (source, _values, id): IncidentData => {
    const incident = source.index.incidents.find((one) => one.id === id);
    if (incident === undefined) throw notThere("incident", id, "choose one of the incidents");
    return gatherIncident(incident, source);
  },
  render: (data, frame) => ({ title: data.incident.title, body: incidentBody(data, frame) }),
});

function gatherIncident(incident: Incident, source: PageSource): IncidentData {
  const { index } = source;
  const findings = incident.findings.flatMap((id) => index.findingById.get(id) ?? []);
  const steps = courseOf(incident, findings, index);
  return {
    incident: briefIncident(incident, index),
    steps,
    picture: incidentPicture(incident, findings, steps, index.analysis),
    causes: gatherCauses(incident.causes, source),
    alerts: alertsOf(findings, source),
    remedies: remediesOf(findings),
    findings: proveFindings(findings, source),
    text: source.text,
    markdown: renderIncidentMarkdown(incident, index),
  };
}

function alertsOf(findings: readonly Finding[], { index }: PageSource): EventBrief[] {
  return [...new Set(findings.flatMap(({ confirmedBy }) => confirmedBy))].slice(0, ALERTS_SHOWN)
    .flatMap((id) => index.eventById.get(id) ?? []).map(briefEvent);
}

function remediesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ remediation }) => remediation))].filter((text) => text !== "")
    .slice(0, REMEDIES_SHOWN);
}

function incidentBody(data: IncidentData, frame: PageFrame): SafeHtml {
  const { incident, steps, picture, causes, alerts, remedies, findings, text, markdown } = data;
  return html`
    <p class="kicker"><a href="${frame.href("/incidents")}">Incident</a> ${badge(incident.severity)}</p>
    <h1>${incident.title}</h1>
    <p class="when">${incidentFacts(incident)}</p>
    <p class="lead">${incident.verdict}</p>
    <p class="narrative">${incident.narrative}${utcNote()}</p>
    ${!frame.isStatic && ticketText("Copy as Markdown", markdown)}
    ${nearLinks(incident, null, frame)}
    ${incidentFigure(picture, steps)}
    <details class="course"><summary>The course as a table</summary>${courseTable(steps, frame)}</details>
    ${sectionView(`causes-${incident.id}`, "Likely causes", causeList(causes, frame))}
    ${alerts.length > 0 && sectionView(`alerts-${incident.id}`, "Confirmed by", eventList(alerts, frame))}
    ${remedies.length > 0 &&
      sectionView(
        `remedies-${incident.id}`,
        "What to do",
        html`<ul class="prose">${remedies.map((one) => html`<li>${one}</li>`)}</ul>`,
      )}
    ${sectionView(
      `findings-${incident.id}`,
      "Findings, and the lines that prove them",
      html`${textNotice(text)}${provenFindings(findings, incident.findingCount, frame)}`,
    )}
  `;
}
