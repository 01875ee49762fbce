import type { Analysis, Coverage, Restart } from "../../analyze/analysis.ts";
import type { Finding, Incident } from "../../analyze/finding.ts";
import type { EventRole, EventRow } from "../../events/event_row.ts";
import { fitLine } from "../clip_text.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeSpan, describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { bars } from "./bar_chart.ts";
import { histogram } from "./histogram.ts";
import { html, type SafeHtml } from "./html.ts";
import { isWithin, percentAt, type TimeScale } from "./time_scale.ts";

/** One row of a timeline. */
export interface Lane {
  /** Shown above it. */
  readonly label: string;
  /** Height of the marks below the label, in pixels. */
  readonly height: number;
  /** The marks, from y = 0. */
  readonly marks: SafeHtml;
}

const BINS = 120;
const EVENT_PLACES = 240;
const TITLES_SHOWN = 6;
const FINDING_ROWS = 4;
const LABEL_LENGTH = 90;
const ROLE_ORDER: readonly EventRole[] = ["info", "access", "recovery", "alert", "change"];

/** Events by role; those at one place share a mark, candidate causes stand out. Nothing when there are none. */
export function eventLane(index: ReportIndex, scale: TimeScale): Lane[] {
  const { analysis, causeIds } = index;
  const shown = analysis.events.filter((event) => isWithin(scale, Date.parse(event.time)));
  const groups = Map.groupBy(shown, (event) => {
    const place = Math.round(percentAt(scale, Date.parse(event.time)) * EVENT_PLACES / 100);
    return `${place} ${markOf(event, causeIds)}`;
  });
  const ordered = [...groups.values()].sort((a, b) => rank(a, causeIds) - rank(b, causeIds));
  const marks = html`${ordered.map((group) => eventMark(group, causeIds, scale))}`;
  return shown.length > 0 ? [{ label: `Events (${describeCount(shown.length)})`, height: 18, marks }] : [];
}

function markOf({ id, role }: EventRow, causeIds: ReadonlySet<string>): EventRole | "cause" {
  return causeIds.has(id) ? "cause" : role;
}

function rank([event]: readonly EventRow[], causeIds: ReadonlySet<string>): number {
  if (event === undefined) return 0;
  return causeIds.has(event.id) ? ROLE_ORDER.length : ROLE_ORDER.indexOf(event.role);
}

function eventMark(group: readonly EventRow[], causeIds: ReadonlySet<string>, scale: TimeScale): SafeHtml {
  const [first] = group;
  if (first === undefined) return html``;
  const titles = group.slice(0, TITLES_SHOWN).map(({ time, type, summary }) =>
    `${describeTime(time)} ${type}: ${fitLine(summary, 200)}`
  );
  const more = group.length > TITLES_SHOWN ? [`and ${group.length - TITLES_SHOWN} more`] : [];
  const mark = markOf(first, causeIds);
  return html`
    <use href="#mark-${mark}" class="mark-${mark}" x="${percentAt(scale, Date.parse(first.time))}%" y="9">
      <title>${[...titles, ...more].join("\n")}</title>
    </use>
  `;
}

/** How many records the findings of an incident have over time. */
export function incidentLane(
  label: string,
  { severity, findings }: Incident,
  { findingById }: ReportIndex,
  scale: TimeScale,
): Lane {
  const series = findings.flatMap((id) => findingById.get(id)?.series ?? []);
  const marks = bars(series, { scale, height: 34, bins: BINS, noun: "records of findings" });
  return {
    label: fitLine(label, LABEL_LENGTH),
    height: 36,
    marks: html`<g class="fill-${severity}">${marks}</g>`,
  };
}

/** Errors of the HTTP servers over time. Nothing when there are none. */
export function errorLane(
  { start, bucketMs, errors5xx }: Analysis["access"]["series"],
  scale: TimeScale,
): Lane[] {
  const series = { start, bucketMs, counts: errors5xx };
  if (!histogram([series], scale, BINS).sums.some((sum) => sum > 0)) return [];
  const marks = bars([series], { scale, height: 24, bins: BINS, noun: "answers with 5xx" });
  return [{ label: "HTTP 5xx answers", height: 26, marks: html`<g class="fill-http">${marks}</g>` }];
}

/** What there is of a host's logs, its restarts, and the findings on it. */
export function hostLane(
  host: string,
  parts: { coverage: readonly Coverage[]; findings: readonly Finding[]; restarts: readonly Restart[] },
  scale: TimeScale,
): Lane {
  const coverageHeight = parts.coverage.length * 7;
  const { rows, marks } = findingMarks(parts.findings, scale, coverageHeight + 2);
  const strips = parts.coverage.map((coverage, i) => coverageStrip(coverage, scale, i * 7));
  const restarts = parts.restarts.filter(({ time }) => isWithin(scale, Date.parse(time)));
  return {
    label: fitLine(host, LABEL_LENGTH),
    height: coverageHeight + 2 + rows * 9,
    marks: html`${strips}${marks}${restarts.map((restart) => restartMark(restart, scale, coverageHeight))}`,
  };
}

/** One category of one host: a band from first to last record, holes hatched. */
export function coverageStrip(
  { category, start, end, gaps }: Coverage,
  scale: TimeScale,
  y: number,
): SafeHtml {
  const holes = gaps.filter((gap) =>
    Date.parse(gap.end) >= scale.startMs && Date.parse(gap.start) <= scale.endMs
  );
  return html`${
    start !== null && end !== null &&
    span(scale, start, end, y, 5, "band", `${category}: ${describeSpan(start, end)}`)
  }${
    holes.map((gap) =>
      span(
        scale,
        gap.start,
        gap.end,
        y,
        5,
        `gap gap-${gap.kind}`,
        `${category}, ${gap.kind}: ${describeSpan(gap.start, gap.end)}`,
      )
    )
  }`;
}

function findingMarks(
  findings: readonly Finding[],
  scale: TimeScale,
  top: number,
): { rows: number; marks: SafeHtml } {
  const rowEnds: number[] = [];
  const marks = findings.filter(({ onset, last }) =>
    Date.parse(last) >= scale.startMs && Date.parse(onset) <= scale.endMs
  )
    .map(({ onset, last, severity, title }) => {
      const [from, to] = [percentAt(scale, Date.parse(onset)), percentAt(scale, Date.parse(last))];
      const free = rowEnds.findIndex((end) => end < from);
      const row = free >= 0 ? free : Math.min(rowEnds.length, FINDING_ROWS - 1);
      rowEnds[row] = Math.max(rowEnds[row] ?? 0, to + 0.5);
      return span(
        scale,
        onset,
        last,
        top + row * 9,
        7,
        `fill-${severity}`,
        `${severity}: ${fitLine(title, 200)}, ${describeSpan(onset, last)}`,
      );
    });
  return { rows: rowEnds.length, marks: html`${marks}` };
}

function restartMark({ time, kind, host, version }: Restart, scale: TimeScale, height: number): SafeHtml {
  const x = `${percentAt(scale, Date.parse(time))}%`;
  return html`
    <g class="restart">
      <line x1="${x}" x2="${x}" y1="-2" y2="${height + 2}" />
      <circle cx="${x}" cy="-3" r="3.5" />
      <title>${describeTime(time)} ${host} started (${kind})${version === null
        ? ""
        : `, version ${version}`}</title>
    </g>
  `;
}

/** A span of time, at least a visible dot wide: SVG has no minimum width, so a dot of fixed size lies under it. */
function span(
  scale: TimeScale,
  start: string,
  end: string,
  y: number,
  height: number,
  kind: string,
  title: string,
): SafeHtml {
  const x = percentAt(scale, Date.parse(start));
  const width = Math.round(1000 * (percentAt(scale, Date.parse(end)) - x)) / 1000;
  return html`
    <g class="${kind}">
      <rect x="${Math.min(x, 99.6)}%" y="${y}" width="3" height="${height}" />
      <rect x="${x}%" y="${y}" width="${width}%" height="${height}" />
      <title>${title}</title>
    </g>
  `;
}
