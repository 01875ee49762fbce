import type { Incident } from "../../analyze/finding.ts";
import { describeAmount } from "../describe_quantity.ts";
import { describeSpan } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { html, rawHtml, type SafeHtml } from "./html.ts";
import { percentAt, ticks, type TimeScale } from "./time_scale.ts";
import { errorLane, eventLane, hostLane, incidentLane, type Lane } from "./timeline_lanes.ts";

const INCIDENTS_SHOWN = 8;
const HOSTS_SHOWN = 16;
const AXIS_HEIGHT = 20;
const LABEL_HEIGHT = 19;
const LANE_GAP = 9;
const SHORTEST_MS = 1000;
const PADDING = 0.04;
/** A part of the whole that is larger than this needs no picture of its own. */
const ZOOM_LIMIT = 0.5;

/** Shapes that the timelines use, and the hatching of gaps; stands once in the page. */
export const TIMELINE_SYMBOLS: SafeHtml = rawHtml(
  `<svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false"><defs>` +
    `<path id="mark-cause" d="M0-8 8 0 0 8-8 0Z"/><path id="mark-change" d="M0-5.5 5.5 0 0 5.5-5.5 0Z"/>` +
    `<path id="mark-alert" d="M0-5.5 5.5 4.5H-5.5Z"/><path id="mark-recovery" d="M0 5.5 5.5-4.5H-5.5Z"/>` +
    `<circle id="mark-access" r="3"/><circle id="mark-info" r="2"/>` +
    `<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<rect class="hatch-ground" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern>` +
    `</defs></svg>`,
);

/** What a timeline shows. */
interface View {
  readonly scale: TimeScale;
  readonly incidents: readonly Incident[];
  readonly hosts: readonly string[];
  readonly labelOf: (incident: Incident, i: number) => string;
}

/** The whole time: events, incidents, HTTP errors, hosts. Nothing when no record and no incident has a time. */
export function overviewTimeline(index: ReportIndex): SafeHtml | null {
  const scale = overviewScale(index);
  if (scale === null) return null;
  const incidents = index.incidents.slice(0, INCIDENTS_SHOWN);
  const labelOf: View["labelOf"] = ({ title }, i) => `Incident ${i + 1}: ${title}`;
  const [moreIncidents, moreHosts] = [
    index.incidents.length - incidents.length,
    index.hosts.length - HOSTS_SHOWN,
  ];
  const more = [
    ...(moreIncidents > 0 ? [describeAmount(moreIncidents, "more incident")] : []),
    ...(moreHosts > 0 ? [describeAmount(moreHosts, "more host")] : []),
  ];
  return html`
    ${timeline(index, { scale, incidents, hosts: index.hosts.slice(0, HOSTS_SHOWN), labelOf })}
    ${more.length > 0 && html`<p class="more">and ${more.join(", ")}, not in the picture</p>`}
  `;
}

/** The time around one incident with its causes; nothing when the overview shows as much. */
export function incidentTimeline(incident: Incident, index: ReportIndex): SafeHtml | null {
  const whole = overviewScale(index);
  const causes = incident.causes.map(({ eventId }) => index.eventById.get(eventId)?.time ?? incident.start);
  const scale = scaleOf([incident.start, incident.end, ...causes], 2 * PADDING);
  if (whole === null || scale === null) return null;
  const isWide = scale.endMs - scale.startMs > ZOOM_LIMIT * (whole.endMs - whole.startMs);
  const hosts = incident.hosts.slice(0, HOSTS_SHOWN);
  return isWide
    ? null
    : timeline(index, { scale, incidents: [incident], hosts, labelOf: () => "Findings of this incident" });
}

function overviewScale(
  { analysis: { span }, incidents, eventById, causeIds }: ReportIndex,
): TimeScale | null {
  const causes = [...causeIds].flatMap((id) => eventById.get(id)?.time ?? []);
  const times = [
    ...(span === null ? [] : [span.start, span.end]),
    ...incidents.flatMap(({ start, end }) => [start, end]),
  ];
  return scaleOf([...times, ...(times.length > 0 ? causes : [])], PADDING / 4);
}

function scaleOf(times: readonly string[], padding: number): TimeScale | null {
  if (times.length === 0) return null;
  const sorted = times.map((time) => Date.parse(time)).sort((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const pad = Math.max(SHORTEST_MS, (last - first) * padding);
  return { startMs: first - pad, endMs: last + pad };
}

function timeline(index: ReportIndex, view: View): SafeHtml {
  const { scale, incidents, hosts } = view;
  let height = AXIS_HEIGHT + 4;
  const rows = lanesOf(index, view).map(({ label, marks, height: laneHeight }) => {
    const top = height;
    height += LABEL_HEIGHT + laneHeight + LANE_GAP;
    return html`
      <text class="label" x="0" y="${top + 13}">${label}</text>
      <g transform="translate(0 ${top + LABEL_HEIGHT})">${marks}</g>
    `;
  });
  const [start, end] = [scale.startMs, scale.endMs].map((ms) => new Date(Math.round(ms)).toISOString());
  const shown = `${describeAmount(incidents.length, "incident")}, ${describeAmount(hosts.length, "host")}`;
  const label = `Timeline, ${
    describeSpan(start ?? "", end ?? "")
  } UTC: ${shown}. The same is in the lists below.`;
  return html`
    <figure class="timeline">
      <svg role="img" aria-label="${label}" height="${height}">
        ${axis(scale, height)}
        ${incidents.map((incident) => shade(incident, scale, height))}
        ${causeLines(index, incidents, scale, height)}
        ${rows}
      </svg>
    </figure>
  `;
}

function lanesOf(index: ReportIndex, { scale, incidents, hosts, labelOf }: View): Lane[] {
  const { coverage, findings, restarts, access } = index.analysis;
  return [
    ...eventLane(index, scale),
    ...incidents.map((incident, i) => incidentLane(labelOf(incident, i), incident, index, scale)),
    ...errorLane(access.series, scale),
    ...hosts.map((host) =>
      hostLane(host, {
        coverage: coverage.filter((row) => row.host === host),
        findings: findings.filter((finding) => finding.hosts.includes(host)),
        restarts: restarts.filter((restart) => restart.host === host),
      }, scale)
    ),
  ];
}

function axis(scale: TimeScale, height: number): SafeHtml {
  return html`${
    ticks(scale).map(({ timeMs, label }) => {
      const x = `${percentAt(scale, timeMs)}%`;
      return html`
        <line class="tick" x1="${x}" x2="${x}" y1="${AXIS_HEIGHT}" y2="${height}" />
        <text class="tick-label" x="${x}" y="13">${label}</text>
      `;
    })
  }`;
}

function shade({ start, end, severity }: Incident, scale: TimeScale, height: number): SafeHtml {
  const x = percentAt(scale, Date.parse(start));
  const width = Math.max(0.1, percentAt(scale, Date.parse(end)) - x);
  return html`
    <rect class="shade fill-${severity}" x="${x}%" y="${AXIS_HEIGHT}" width="${width}%"
      height="${height - AXIS_HEIGHT}" />
  `;
}

/** A line down from the best candidate of each incident. */
function causeLines(
  { eventById }: ReportIndex,
  incidents: readonly Incident[],
  scale: TimeScale,
  height: number,
): SafeHtml {
  const best = new Set(
    incidents.flatMap(({ causes: [cause] }) => cause === undefined ? [] : [cause.eventId]),
  );
  return html`${
    [...best].flatMap((id) => eventById.get(id) ?? []).map((event) => {
      const x = `${percentAt(scale, Date.parse(event.time))}%`;
      return html`
        <line class="cause-line" x1="${x}" x2="${x}" y1="${AXIS_HEIGHT}" y2="${height}" />
      `;
    })
  }`;
}
