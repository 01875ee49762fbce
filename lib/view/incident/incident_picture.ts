import type { Analysis } from "../../analyze/analysis.ts";
import type { Finding, Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { countedNoun } from "../../report/counted_noun.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { bars } from "../parts/bar_chart.ts";
import { seriesWithin } from "../parts/brief_series.ts";
import { percentAt, type Tick, ticks, type TimeScale } from "../parts/time_scale.ts";
import type { CourseStep } from "./incident_course.ts";
import { type PictureLane, trafficLanes } from "./incident_traffic.ts";

/** An incident as a picture: its course, the traffic, and its findings on one axis. */
export interface IncidentPicture {
  /** The stretch of time. */
  readonly scale: TimeScale;
  /** The traffic, and the first findings. */
  readonly lanes: readonly PictureLane[];
  /** How many of them are findings. */
  readonly findingLanes: number;
  /** Findings that are not among them. */
  readonly more: number;
}

const LANES_SHOWN = 8;
const BINS = 120;
const TITLE_LENGTH = 100;
const SHORTEST_MS = 2 * 60_000;
const BEFORE = 0.3;
const AFTER = 0.1;
const AXIS = 20;
const MARKS = 26;
const LABEL = 19;
const LANE = 30;
const GAP = 6;

/** Gathers what the picture shows: the time from the first candidate to the end. */
export function incidentPicture(
  incident: Incident,
  findings: readonly Finding[],
  steps: readonly CourseStep[],
  analysis: Analysis,
): IncidentPicture {
  const scale = scaleOf([incident.start, incident.end, ...steps.map(({ time }) => time)]);
  const lanes = findings.slice(0, LANES_SHOWN).map((finding) => ({
    title: fitLine(finding.title, TITLE_LENGTH),
    tone: finding.severity,
    noun: `${countedNoun(finding)}s`,
    unit: "",
    series: seriesWithin(finding.series, scale, BINS),
  }));
  const traffic = trafficLanes(incident, analysis, scale, BINS);
  return {
    scale,
    lanes: [...traffic, ...lanes],
    findingLanes: lanes.length,
    more: findings.length - lanes.length,
  };
}

/** As much before as it takes to see what was usual, some more after. */
function scaleOf(times: readonly string[]): TimeScale {
  const all = times.map((time) => Date.parse(time));
  const [first, last] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  return {
    startMs: first - Math.max(SHORTEST_MS, BEFORE * (last - first)),
    endMs: last + Math.max(SHORTEST_MS, AFTER * (last - first)),
  };
}

/** Draws it. Widths are percent, so that it fits any screen without a script. */
export function incidentFigure(
  { scale, lanes, findingLanes, more }: IncidentPicture,
  steps: readonly CourseStep[],
): SafeHtml {
  const height = AXIS + MARKS + lanes.length * (LABEL + LANE + GAP);
  const [start = "", end = ""] = [scale.startMs, scale.endMs].map((ms) => new Date(ms).toISOString());
  const label = `${describeSpan(start, end)} UTC: ${
    describeAmount(findingLanes, "finding")
  }. The course is in the table below.`;
  return html`
    <figure class="timeline">
      <svg role="img" aria-label="${label}" height="${height}">
        ${ticks(scale).map((tick) => axisTick(tick, scale, height))}
        ${steps.filter(({ kind }) => kind === "cause").map(({ time }) => {
          const x = `${percentAt(scale, Date.parse(time))}%`;
          return html`
            <line class="cause-line" x1="${x}" x2="${x}" y1="${AXIS}" y2="${height}" />
          `;
        })}
        ${steps.map((step) => courseMark(step, scale))}
        ${lanes.map((lane, i) => laneView(lane, scale, AXIS + MARKS + i * (LABEL + LANE + GAP)))}
      </svg>
      ${more > 0 &&
        html`<figcaption class="more">and ${
          describeAmount(more, "more finding")
        }, not in the picture</figcaption>`}
    </figure>
  `;
}

function axisTick({ timeMs, label, cut }: Tick, scale: TimeScale, height: number): SafeHtml {
  const x = `${percentAt(scale, timeMs)}%`;
  const time = new Date(timeMs).toISOString();
  return html`
    <line class="tick" x1="${x}" x2="${x}" y1="${AXIS}" y2="${height}" />
    <text class="tick-label" x="${x}" y="13" data-time="${time}"
      data-cut="${cut}">${label}</text>
  `;
}

function courseMark({ time, kind, text }: CourseStep, scale: TimeScale): SafeHtml | null {
  if (kind === "finding" || kind === "end") return null;
  const x = percentAt(scale, Date.parse(time));
  return html`
    <use href="#mark-${kind}" class="mark-${kind}" x="${x}%" y="${AXIS + 12}">
      <title>${text}</title>
    </use>
  `;
}

function laneView(lane: PictureLane, scale: TimeScale, top: number): SafeHtml {
  const { tone, series, noun } = lane;
  return html`
    <text class="label" x="0" y="${top + 13}">${laneWords(lane)}</text>
    <g class="fill-${tone}" transform="translate(0 ${top + LABEL})">
      ${bars([series], { scale, height: LANE, bins: BINS, noun })}
      <line class="base" x1="0" x2="100%" y1="${LANE}.5" y2="${LANE}.5"/>
    </g>
  `;
}

/** What a lane is, and how high its highest bar. */
function laneWords({ title, series: { counts, bucketMs }, unit }: PictureLane): string {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return `${title}: up to ${describeCount(most)}${unit} in ${describeDuration(bucketMs)}`;
}
