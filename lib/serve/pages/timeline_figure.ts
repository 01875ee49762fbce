import type { Coverage } from "../../analyze/analysis.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { bars } from "../../report/html/bar_chart.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { percentAt, ticks, type TimeScale } from "../../report/html/time_scale.ts";
import { errorLane, eventLane, hostLane, incidentLane, type Lane } from "../../report/html/timeline_lanes.ts";
import type { ReportIndex } from "../../report/report_index.ts";

const AXIS_HEIGHT = 20;
const LABEL_HEIGHT = 19;
const LANE_GAP = 9;
const MOST_INCIDENTS = 12;
const BINS = 120;
const SHORTEST_MS = 1000;
const PADDING = 0.01;

/** What of a case a timeline shows. */
export interface TimelineOptions {
  /** Most hosts. */
  readonly mostHosts: number;
}

/** The whole time of a case; null when nothing has a time. */
export function wholeScale({ analysis: { span, events }, incidents }: ReportIndex): TimeScale | null {
  const times = [
    ...(span === null ? [] : [span.start, span.end]),
    ...incidents.flatMap(({ start, end }) => [start, end]),
  ];
  // Events may reach back for years: they are shown, but the logs say how wide the picture is.
  const sorted = (times.length > 0 ? times : events.map(({ time }) => time)).map((time) => Date.parse(time))
    .sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  const pad = Math.max(SHORTEST_MS, (last - first) * PADDING);
  return { startMs: first - pad, endMs: last + pad };
}

/** Events, incidents, requests, errors and hosts over time. A script lets one drag over it to zoom. */
export function timelineFigure(
  index: ReportIndex,
  scale: TimeScale,
  { mostHosts }: TimelineOptions,
): SafeHtml {
  const hosts = index.hosts.slice(0, mostHosts);
  const lanes = [...sharedLanes(index, scale), ...hosts.map((host) => laneOfHost(host, index, scale))];
  const heights = lanes.map(({ height }) => LABEL_HEIGHT + height + LANE_GAP);
  const height = heights.reduce((sum, one) => sum + one, AXIS_HEIGHT + 4);
  const [startMs, endMs] = [scale.startMs, scale.endMs].map(Math.round);
  const more = index.hosts.length - hosts.length;
  return html`
    <figure class="timeline">
      <svg role="img" aria-label="${labelOf(index, scale)}" height="${height}" data-start="${startMs}"
        data-end="${endMs}">
        ${axis(scale, height)}
        ${placed(lanes, heights)}
      </svg>
    </figure>
    ${more > 0 && html`<p class="more">and ${describeAmount(more, "more host")}, not in the picture</p>`}
  `;
}

function labelOf(index: ReportIndex, { startMs, endMs }: TimeScale): string {
  const [start = "", end = ""] = [startMs, endMs].map((ms) => new Date(Math.round(ms)).toISOString());
  return `Timeline, ${describeSpan(start, end)} UTC: ${describeAmount(index.incidents.length, "incident")}, ${
    describeAmount(index.hosts.length, "host")
  }. The same is in the lists.`;
}

function placed(lanes: readonly Lane[], heights: readonly number[]): SafeHtml {
  let top = AXIS_HEIGHT + 4;
  return html`${
    lanes.map(({ label, marks }, i) => {
      const y = top;
      top += heights[i] ?? 0;
      return html`
        <text class="label" x="0" y="${y + 13}">${label}</text>
        <g transform="translate(0 ${y + LABEL_HEIGHT})">${marks}</g>
      `;
    })
  }`;
}

function sharedLanes(index: ReportIndex, scale: TimeScale): Lane[] {
  const { access: { series } } = index.analysis;
  const shown = index.incidents.filter(({ start, end }) =>
    Date.parse(end) >= scale.startMs && Date.parse(start) <= scale.endMs
  ).slice(0, MOST_INCIDENTS);
  return [
    ...eventLane(index, scale),
    ...shown.map((incident) => incidentLane(incident.title, incident, index, scale)),
    ...errorLane(series, scale),
    ...requestLane(index, scale),
  ];
}

function requestLane({ analysis: { access } }: ReportIndex, scale: TimeScale): Lane[] {
  const { start, bucketMs, requests } = access.series;
  if (start === "" || requests.length === 0) return [];
  const marks = bars([{ start, bucketMs, counts: requests }], {
    scale,
    height: 24,
    bins: BINS,
    noun: "requests",
  });
  return [{ label: "HTTP requests", height: 26, marks: html`<g class="fill-band">${marks}</g>` }];
}

function laneOfHost(host: string, { analysis }: ReportIndex, scale: TimeScale): Lane {
  return hostLane(host, {
    coverage: analysis.coverage.filter((row) => row.host === host).map((row) => within(row, scale)),
    findings: analysis.findings.filter((finding) => finding.hosts.includes(host)),
    restarts: analysis.restarts.filter((restart) => restart.host === host),
  }, scale);
}

/** Records before or after the picture would be drawn at its edge. */
function within(coverage: Coverage, { startMs, endMs }: TimeScale): Coverage {
  const { start, end } = coverage;
  const isSeen = start !== null && end !== null && Date.parse(end) >= startMs && Date.parse(start) <= endMs;
  return isSeen ? coverage : { ...coverage, start: null, end: null };
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
