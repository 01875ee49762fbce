import { describeAmount } from "../../report/describe_quantity.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { choiceParameter, integerParameter, textParameter } from "../params/parameter.ts";
import { badge } from "../parts/badge.ts";
import { filterForm } from "../parts/filter_form.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import { spanView, utcNote } from "../parts/time_view.ts";
import type { WindowValues } from "../params/window_values.ts";
import { touchesWindow, type View, view } from "../view.ts";
import type { PageSource } from "../page_source.ts";
import { briefIncident, type IncidentBrief, incidentFacts } from "./incident_brief.ts";
import { spanPicture } from "./span_picture.ts";
import { entityPath } from "../parts/entity_path.ts";

const PAGE_INCIDENTS = 50;

interface IncidentsData {
  readonly incidents: readonly IncidentBrief[];
  readonly total: number;
  readonly offset: number;
  readonly hosts: readonly string[];
  /** What the pictures show; null: nothing has a time. */
  readonly scale: TimeScale | null;
}

/** All incidents, most severe first. */
export const INCIDENTS_VIEW: View = view({
  path: "/incidents",
  parameters: {
    severity: choiceParameter("only of this severity", SEVERITIES),
    host: textParameter("only on this host"),
    offset: integerParameter("incidents to leave out at the beginning", {
      minimum: 0,
      maximum: 1e9,
      fallback: 0,
    }),
  },
  load: (source, { severity, host, offset, ...window }): IncidentsData => {
    const chosen = source.index.incidents.filter((one) =>
      (severity === undefined || one.severity === severity) &&
      (host === undefined || one.hosts.includes(host)) &&
      touchesWindow(one.start, one.end, window)
    );
    const incidents = chosen.slice(offset, offset + PAGE_INCIDENTS).map((one) =>
      briefIncident(one, source.index)
    );
    const scale = pictureScale(incidents, window, source);
    return { incidents, total: chosen.length, offset, hosts: source.index.hosts, scale };
  },
  render: (data, frame) => ({ title: "Incidents", body: incidentsBody(data, frame) }),
});

/** The window, or the whole time with all causes. */
function pictureScale(
  incidents: readonly IncidentBrief[],
  { since, until }: WindowValues,
  { index: { analysis: { span } } }: PageSource,
): TimeScale | null {
  const times = incidents.flatMap((
    { start, end, cause },
  ) => [start, end, ...(cause === null ? [] : [cause.time])]);
  const all = [...times, ...(span === null ? [] : [span.start, span.end])].map((time) => Date.parse(time));
  if (all.length === 0) return null;
  const startMs = since ?? all.reduce((a, b) => Math.min(a, b));
  const endMs = until ?? all.reduce((a, b) => Math.max(a, b));
  return { startMs, endMs: Math.max(endMs, startMs + 1000) };
}

function incidentsBody(data: IncidentsData, frame: PageFrame): SafeHtml {
  const { incidents, total, hosts, scale } = data;
  const [start, end] = scale === null
    ? []
    : [scale.startMs, scale.endMs].map((ms) => new Date(ms).toISOString());
  return html`
    <h1>${describeAmount(total, "incident")}</h1>
    ${filterForm("Filter incidents", [
      { name: "severity", label: "Severity", choices: SEVERITIES },
      { name: "host", label: "Host", choices: hosts },
    ], frame)}
    ${incidents.length === 0
      ? html`<p class="empty">No findings that belong together${
        Object.keys(frame.values).length > 0 ? " fit" : " were found"
      }. <a href="${frame.href("/findings")}">All findings</a></p>`
      : html`
        ${start !== undefined && end !== undefined &&
          html`<p class="meta">Each picture shows ${spanView(start, end)}; ◆ is the likeliest cause.</p>`}
        <ol class="incidents">${incidents.map((one) => incidentItem(one, scale, frame))}</ol>
        ${pager(data, frame)}
      `}
  `;
}

function incidentItem(incident: IncidentBrief, scale: TimeScale | null, frame: PageFrame): SafeHtml {
  const { id, severity, title, narrative, verdict, cause } = incident;
  return html`
    <li class="edge-${severity}">
      <h2>${badge(severity)} <a href="${frame.href(entityPath("/incidents", id))}">${title}</a></h2>
      <p class="meta">${incidentFacts(incident)}</p>
      ${scale !== null && spanPicture({ ...incident, causeTime: cause?.time ?? null }, scale)}
      <p class="${cause === null ? "meta" : "verdict"}">${verdict}</p>
      <p>${narrative}${utcNote()}</p>
    </li>
  `;
}

function pager({ incidents, total, offset }: IncidentsData, frame: PageFrame): SafeHtml | null {
  const next = offset + incidents.length;
  if (offset === 0 && next >= total) return null;
  const to = (place: number) => frame.same({ offset: place === 0 ? undefined : place });
  return html`
    <nav class="pager" aria-label="Pages">
      <span>${offset + 1} to ${next} of ${total}</span>
      ${offset > 0 && html`<a rel="prev" href="${to(Math.max(0, offset - PAGE_INCIDENTS))}">Previous</a>`}
      ${next < total && html`<a rel="next" href="${to(next)}">Next</a>`}
    </nav>
  `;
}
