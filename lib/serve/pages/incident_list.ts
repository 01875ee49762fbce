import type { Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeBestCause } from "../../report/describe_cause.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount, describeList } from "../../report/describe_quantity.ts";
import { describeIncidentSpan } from "../../report/describe_verdict.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { badge } from "../../report/html/table_view.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { addressOf } from "./address.ts";

const TITLE_LENGTH = 300;
const HOSTS_SHOWN = 8;

/** Incidents in short: what, when, where, and the best candidate for a cause. */
export function incidentList(incidents: readonly Incident[], index: ReportIndex): SafeHtml {
  return html`<ol class="incidents">${
    incidents.map((incident) =>
      html`
        <li class="edge-${incident.severity}">
          <p>${badge(incident.severity)} <a class="strong" href="${addressOf(
            "incidents",
            incident.id,
          )}">${fitLine(incident.title, TITLE_LENGTH)}</a></p>
          <p class="meta">${incidentFacts(incident, index)}</p>
          <p>${describeBestCause(incident.causes, index)}</p>
        </li>
      `
    )
  }</ol>`;
}

/** When and where an incident was. */
export function incidentFacts(incident: Incident, index: ReportIndex): string {
  const durationMs = Date.parse(incident.end) - Date.parse(incident.start);
  return [
    `${describeIncidentSpan(incident, index)} (${describeDuration(durationMs)})`,
    ...(incident.hosts.length > 0 ? [`on ${describeList(incident.hosts, HOSTS_SHOWN)}`] : []),
    ...(incident.groupIds.length > 0 ? [`project ${describeList(incident.groupIds)}`] : []),
    describeAmount(incident.findings.length, "finding"),
  ].join(" · ");
}
