import type { Evidence, Finding, Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { badge } from "../../report/html/table_view.ts";
import { incidentTimeline } from "../../report/html/timeline.ts";
import { notFound } from "../serve_error.ts";
import type { ServedCase } from "../served_case.ts";
import { address, addressOf, searchAddress, timeValue } from "./address.ts";
import { causeLinks } from "./cause_links.ts";
import { evidenceLinks } from "./evidence_links.ts";
import { incidentFacts, incidentList } from "./incident_list.ts";
import { NO_PARAMETERS, type PageRoute, pageRoute } from "./page.ts";
import { textNotice } from "./text_notice.ts";

const FINDINGS_SHOWN = 50;
const PROVEN_FINDINGS = 8;
const EVIDENCE_SHOWN = 3;
const REMEDIES_SHOWN = 3;
const MOST_INCIDENTS = 1000;
const TITLE_LENGTH = 300;
const MARGIN_MS = 10 * 60_000;

/** All incidents, most severe first. */
export const INCIDENTS_PAGE: PageRoute = pageRoute("/incidents", NO_PARAMETERS, ({ index }) => ({
  title: "Incidents",
  view: "/incidents",
  body: html`
    <h1>${describeAmount(index.incidents.length, "incident")}</h1>
    ${index.incidents.length === 0
      ? html`<p>No findings that belong together were found.</p>`
      : incidentList(index.incidents.slice(0, MOST_INCIDENTS), index)}
  `,
}));

/** One incident: its course, ranked causes, findings, and the lines that prove them. */
export const INCIDENT_PAGE: PageRoute = pageRoute("/incidents/{id}", NO_PARAMETERS, (served, _values, id) => {
  const incident = served.index.incidents.find((one) => one.id === id);
  if (incident === undefined) throw notFound("incident", id, "choose one of the incidents of this case");
  return { title: incident.title, view: "/incidents", body: incidentView(incident, served) };
});

function incidentView(incident: Incident, served: ServedCase): SafeHtml {
  const { index, reader } = served;
  const findings = incident.findings.flatMap((id) => index.findingById.get(id) ?? []);
  return html`
    <p class="kicker">Incident ${badge(incident.severity)}</p>
    <h1>${fitLine(incident.title, TITLE_LENGTH)}</h1>
    <p class="when">${incidentFacts(incident, index)}</p>
    <p class="lead">${incident.narrative}</p>
    ${nearLinks(incident)}
    ${incidentTimeline(incident, index)}
    <h2>Likely causes</h2>
    ${causeLinks(incident.causes, served)}
    ${remedyList(findings)}
    <h2>Findings, and the lines that prove them</h2>
    ${textNotice(reader.text)}
    ${provenFindings(findings.slice(0, FINDINGS_SHOWN), served)}
    ${findings.length > FINDINGS_SHOWN &&
      html`<p class="more">and ${describeAmount(findings.length - FINDINGS_SHOWN, "more finding")}</p>`}
  `;
}

function nearLinks({ start, end, hosts }: Incident): SafeHtml {
  const [from, to] = [timeValue(Date.parse(start) - MARGIN_MS), timeValue(Date.parse(end) + MARGIN_MS)];
  const onHosts = hosts.length === 0 ? null : {
    kind: "like" as const,
    field: "host" as const,
    values: hosts.map((host) => [host]),
  };
  return html`
    <p class="moves">
      <a href="${address("/timeline", { from, to })}">Timeline around it</a>
      <a href="${searchAddress(onHosts, { since: from, until: to })}">All records of its hosts around it</a>
      <a href="${address("/events", { since: from, until: to })}">Events around it</a>
    </p>
  `;
}

function remedyList(findings: readonly Finding[]): SafeHtml | null {
  const remedies = [...new Set(findings.map(({ remediation }) => remediation))].filter((text) => text !== "");
  if (remedies.length === 0) return null;
  return html`
    <h2>What to do</h2>
    <ul class="prose">${remedies.slice(0, REMEDIES_SHOWN).map((text) => html`<li>${text}</li>`)}</ul>
  `;
}

/** A line that proves several findings is shown at the first of them. */
function provenFindings(findings: readonly Finding[], served: ServedCase): SafeHtml {
  const shown = new Set<string>();
  return html`${
    findings.map((finding, rank) => {
      const lines = rank < PROVEN_FINDINGS ? finding.evidence.slice(0, EVIDENCE_SHOWN) : [];
      const fresh = lines.filter((line) => !shown.has(placeOf(line)));
      for (const line of fresh) shown.add(placeOf(line));
      return html`${findingLine(finding, fresh.length < lines.length)}${evidenceLinks(fresh, served)}`;
    })
  }`;
}

function placeOf({ input, member, line }: Evidence): string {
  return JSON.stringify([input, member, line]);
}

function findingLine({ id, severity, title, count }: Finding, isShared: boolean): SafeHtml {
  return html`
    <p
      class="finding-link">${badge(severity)} <a class="strong" href="${addressOf("findings", id)}">${fitLine(
        title,
        TITLE_LENGTH,
      )}</a> <span class="meta">${describeAmount(count, "record")}${isShared &&
        ", proven by lines above"}</span></p>
  `;
}
