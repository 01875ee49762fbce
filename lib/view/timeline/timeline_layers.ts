import { describeDuration } from "../../report/describe_duration.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { entityPath } from "../parts/entity_path.ts";
import { isWithin, percentAt, type TickOptions, ticks, type TimeScale } from "../parts/time_scale.ts";
import { type EventMark, MARK_KINDS } from "./event_marks.ts";
import type { TimeSpan } from "./span_rows.ts";
import type { RestartMark, TimelineData } from "./timeline_data.ts";
import { FINDING, HEAD, INCIDENT, LANE, type PlacedLane, type TimelineLayout } from "./timeline_layout.ts";

/** How a timeline is looked at. */
export interface TimelineLook {
  /** The time from its left to its right edge. */
  readonly scale: TimeScale;
  /** Which times are labelled. */
  readonly ticks: TickOptions;
  /** A time (ISO 8601) in the zone of the reader. */
  readonly timeText: (time: string) => string;
  /** Where links lead. */
  readonly href: PageFrame["href"];
}

/** The layers that change with the look; what is between the last two does not. */
export interface TimelineLayers {
  /** Times and events. */
  readonly head: SafeHtml;
  /** Behind all. */
  readonly back: SafeHtml;
  /** Before all. */
  readonly front: SafeHtml;
}

/** Draws what lies at places that depend on the part of the time that is shown. */
export function timelineLayers(
  data: TimelineData,
  layout: TimelineLayout,
  look: TimelineLook,
): TimelineLayers {
  const { scale } = look;
  const labels = ticks(scale, look.ticks);
  const lines = (fromY: number, toY: number) =>
    labels.map(({ timeMs }) => verticalLine("tick", percentAt(scale, timeMs), fromY, toY));
  const causes = (fromY: number, toY: number) =>
    data.causes.filter((ms) => isWithin(scale, ms)).map((ms) =>
      verticalLine("cause-line", percentAt(scale, ms), fromY, toY)
    );
  return {
    head: html`
      ${lines(HEAD.labelY + 5, HEAD.height)}
      ${labels.map(({ timeMs, label, cut }) =>
        html`
          <text class="tick-label" x="${percentAt(scale, timeMs)}%" y="${HEAD.labelY}"
            data-time="${new Date(timeMs).toISOString()}" data-cut="${cut}">${label}</text>
        `
      )}
      ${causes(HEAD.eventsY, HEAD.height)}
      ${drawOrder(data.events).map((mark) => eventMark(mark, look))}
    `,
    back: html`
      ${lines(0, layout.height)}
      ${data.incidents.map((span) => shade(span, scale, layout.height))}
      ${causes(0, layout.height)}
    `,
    front: html`
      ${data.incidents.map((span) => incidentRow(span, layout.incidentsY + span.row * INCIDENT.height, look))}
      ${data.findings.map((span) =>
        spanLink(span, entityPath("/findings", span.id), look, {
          y: layout.findingsY + span.row * FINDING.height,
          height: FINDING.barHeight,
        })
      )}
      ${layout.lanes.map((placed) => laneGaps(placed, look))}
      ${data.restarts.map((restart) => restartLine(restart, layout, look))}
    `,
  };
}

/** The words on a mark of events. */
export function markText({ count, texts }: EventMark, timeText: TimelineLook["timeText"]): string {
  const more = count > texts.length ? [`and ${describeCount(count - texts.length)} more`] : [];
  return [...texts.map(([time, text]) => `${timeText(time)} ${text}`), ...more].join("\n");
}

/** Where a mark of events leads: to the event, or to all events of that time. */
export function markHref({ id, count, timeMs, lastMs }: EventMark, href: PageFrame["href"]): string {
  return count === 1 ? href(entityPath("/events", id)) : href("/events", {
    since: new Date(timeMs).toISOString(),
    until: new Date(lastMs).toISOString(),
  });
}

/** The words on a span. */
export function spanText(
  { severity, title, startMs, endMs }: TimeSpan,
  timeText: TimelineLook["timeText"],
): string {
  const start = timeText(new Date(startMs).toISOString());
  return `${severity}: ${title}, ${start} for ${describeDuration(endMs - startMs)}`;
}

function verticalLine(kind: string, x: number, fromY: number, toY: number): SafeHtml {
  return html`
    <line class="${kind}" x1="${x}%" x2="${x}%" y1="${fromY}" y2="${toY}" />
  `;
}

/** What matters most is drawn last, before the others. */
function drawOrder(events: readonly EventMark[]): EventMark[] {
  return events.toSorted((a, b) => MARK_KINDS.indexOf(a.kind) - MARK_KINDS.indexOf(b.kind));
}

function eventMark(mark: EventMark, { scale, timeText, href }: TimelineLook): SafeHtml | null {
  if (!isWithin(scale, mark.timeMs)) return null;
  const text = markText(mark, timeText);
  return html`
    <a href="${markHref(mark, href)}" tabindex="-1" aria-label="${text}" data-at="${mark.timeMs}"><use
      href="#mark-${mark.kind}" class="mark-${mark.kind}" x="${percentAt(scale, mark.timeMs)}%"
      y="${HEAD.eventsY}"><title>${text}</title></use></a>
  `;
}

function shade(span: TimeSpan, scale: TimeScale, height: number): SafeHtml | null {
  const place = placeOf(span, scale);
  return place && html`
    <rect class="shade fill-${span.severity}" x="${place.x}%" y="0" width="${place
      .width}%" height="${height}" />
  `;
}

/** The title stays in sight wherever the incident is. */
function incidentRow(span: TimeSpan, y: number, look: TimelineLook): SafeHtml {
  const { scale, href } = look;
  const path = entityPath("/incidents", span.id);
  const side = span.endMs < scale.startMs ? "◂ " : span.startMs > scale.endMs ? "▸ " : "";
  return html`
    <a href="${href(path)}" tabindex="-1"><text class="label" x="0" y="${y + 11}">${side}<tspan
      class="ink-${span.severity}">${span.severity}</tspan> ${span.title}</text></a>
    ${spanLink(span, path, look, { y: y + INCIDENT.barY, height: INCIDENT.barHeight })}
  `;
}

function spanLink(
  span: TimeSpan,
  path: string,
  { scale, timeText, href }: TimelineLook,
  { y, height }: { readonly y: number; readonly height: number },
): SafeHtml | null {
  const place = placeOf(span, scale);
  if (place === null) return null;
  const text = spanText(span, timeText);
  return html`
    <a href="${href(path)}" tabindex="-1" aria-label="${text}"><g
      class="fill-${span.severity}">${bar(place, y, height)}<title>${text}</title></g></a>
  `;
}

/** At least a visible dot wide: SVG knows no least width, so a dot of fixed width lies below. */
function bar(
  { x, width }: { readonly x: number; readonly width: number },
  y: number,
  height: number,
): SafeHtml {
  return html`
    <rect x="${Math.min(x, 99.6)}%" y="${y}" width="3" height="${height}" />
    <rect x="${x}%" y="${y}" width="${width}%" height="${height}" />
  `;
}

function placeOf(
  { startMs, endMs }: TimeScale,
  scale: TimeScale,
): { readonly x: number; readonly width: number } | null {
  if (endMs < scale.startMs || startMs > scale.endMs) return null;
  const x = percentAt(scale, startMs);
  return { x, width: Math.round(1000 * (percentAt(scale, endMs) - x)) / 1000 };
}

function laneGaps({ lane, y }: PlacedLane, { scale, timeText }: TimelineLook): SafeHtml {
  return html`${
    lane.gaps.map((gap) => {
      const place = placeOf(gap, scale);
      const [start, end] = [gap.startMs, gap.endMs].map((ms) => timeText(new Date(ms).toISOString()));
      return place && html`
        <g class="gap gap-${gap.kind}">${bar(place, y + LANE.text + 2, LANE.up)}
          <title>${lane.host} ${lane.category}, ${gap.kind}: ${start} to ${end}</title></g>
      `;
    })
  }`;
}

/** A line through all lanes of the host. */
function restartLine(
  { host, kind, version, timeMs }: RestartMark,
  { lanes }: TimelineLayout,
  { scale, timeText }: TimelineLook,
): SafeHtml | null {
  const own = lanes.filter(({ lane }) => lane.host === host);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || !isWithin(scale, timeMs)) return null;
  const x = percentAt(scale, timeMs);
  const top = first.y + LANE.text;
  return html`
    <g class="restart">
      ${verticalLine("restart-line", x, top, last.baseY + LANE.down)}
      <circle cx="${x}%" cy="${top}" r="3.5"/>
      <title>${timeText(new Date(timeMs).toISOString())} ${host} started (${kind})${version !== null &&
        `, version ${version}`}</title>
    </g>
  `;
}
