/// <reference lib="dom" />
import { entityPath } from "../parts/entity_path.ts";
import { isWithin, type TimeScale } from "../parts/time_scale.ts";
import { isBadAt, laneAt } from "../timeline/lane_words.ts";
import { markHref, markText, spanText } from "../timeline/timeline_layers.ts";
import { panBy, zoomAround } from "../timeline/zoom.ts";
import type { LivePage } from "./live_page.ts";
import type { TimelineScreen } from "./timeline_screen.ts";
import type { TimelineWindow } from "./timeline_window.ts";

/** A part of the time that a key moves. */
const PAN = 0.2;
const READ = 0.005;
const ZOOM = 2;
const LANES_TOLD = 3;

/** A place that one can step to. */
interface Stop {
  readonly timeMs: number;
  readonly text: string;
  readonly href: string;
}

/** Lets keys move in the picture, step from event to event and from finding to finding, and read values. */
export function listenForTimelineKeys(screen: TimelineScreen, time: TimelineWindow, page: LivePage): void {
  const { element, data: { whole } } = screen;
  let stop: Stop | null = null;
  const lengthMs = () => screen.scale.endMs - screen.scale.startMs;
  const middleMs = () => screen.crossMs ?? (screen.scale.startMs + screen.scale.endMs) / 2;
  const move = (scale: TimeScale) => {
    time.move(scale);
    page.announce(`${screen.timeText(scale.startMs)} to ${screen.timeText(scale.endMs)}`);
  };
  const pan = (part: number) => move(panBy(whole, screen.scale, part * lengthMs()));
  const zoom = (factor: number) => move(zoomAround(whole, screen.scale, factor, middleMs()));
  const read = (part: number) => {
    const { startMs, endMs } = screen.scale;
    const timeMs = Math.min(endMs, Math.max(startMs, middleMs() + part * lengthMs()));
    stop = null;
    screen.cross(timeMs);
    page.announce(valuesAt(screen, timeMs));
  };
  const step = (stops: readonly Stop[], direction: 1 | -1) => {
    const shown = stops.filter(({ timeMs }) => isWithin(screen.scale, timeMs));
    const next = nextStop(shown, stop, screen.crossMs, direction);
    if (next === undefined) return page.announce("No more in this time");
    stop = next;
    screen.cross(next.timeMs);
    choose(element, next.href);
    page.announce(`${shown.indexOf(next) + 1} of ${shown.length}: ${next.text}`);
  };
  const commands: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => pan(-PAN),
    ArrowRight: () => pan(PAN),
    "+": () => zoom(ZOOM),
    "=": () => zoom(ZOOM),
    "-": () => zoom(1 / ZOOM),
    Home: () => move(whole),
    ",": () => read(-READ),
    ".": () => read(READ),
    "[": () => step(eventStops(screen, page), -1),
    "]": () => step(eventStops(screen, page), 1),
    ArrowUp: () => step(spanStops(screen, page), -1),
    ArrowDown: () => step(spanStops(screen, page), 1),
    Enter: () => stop !== null && void page.go(stop.href),
    Escape: () => {
      stop = null;
      screen.cross(null);
      choose(element, null);
    },
  };
  element.addEventListener("keydown", (event) => {
    const command = Object.hasOwn(commands, event.key) ? commands[event.key] : undefined;
    if (command === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    command();
  });
}

/** The stop after the one that was taken; without one, after the readout or from the edge. */
function nextStop(
  stops: readonly Stop[],
  from: Stop | null,
  crossMs: number | null,
  direction: 1 | -1,
): Stop | undefined {
  const place = from === null
    ? -1
    : stops.findIndex(({ href, timeMs }) => href === from.href && timeMs === from.timeMs);
  if (place >= 0) return stops[place + direction];
  const isBeyond = ({ timeMs }: Stop) => crossMs === null || direction * (timeMs - crossMs) >= 0;
  return direction > 0 ? stops.find(isBeyond) : stops.findLast(isBeyond);
}

function eventStops({ data, timeText }: TimelineScreen, page: LivePage): Stop[] {
  const { href } = page.frame();
  return data.events.map((mark) => ({
    timeMs: mark.timeMs,
    text: markText(mark, timeText),
    href: markHref(mark, href),
  }));
}

function spanStops({ data, timeText, scale }: TimelineScreen, page: LivePage): Stop[] {
  const { href } = page.frame();
  const stops = (path: string, spans: typeof data.findings) =>
    spans.filter(({ endMs }) => endMs >= scale.startMs).map((span) => ({
      timeMs: Math.max(scale.startMs, span.startMs),
      text: spanText(span, timeText),
      href: href(entityPath(path, span.id)),
    }));
  return [...stops("/incidents", data.incidents), ...stops("/findings", data.findings)]
    .sort((a, b) => a.timeMs - b.timeMs);
}

/** Shows which mark is taken. */
function choose(element: HTMLElement, href: string | null): void {
  for (const link of element.querySelectorAll("a")) {
    link.classList.toggle("chosen", link.getAttribute("href") === href);
  }
}

/** Lanes in which something is bad are told, of others how many there are. */
function valuesAt({ data: { lanes }, timeText }: TimelineScreen, timeMs: number): string {
  const bad = lanes.filter((lane) => isBadAt(lane, timeMs));
  const told = bad.slice(0, LANES_TOLD).map((lane) =>
    `${lane.host} ${lane.category}: ${laneAt(lane, timeMs)}`
  );
  const more = bad.length > told.length ? [`${bad.length - told.length} more with errors`] : [];
  const none = bad.length === 0 ? ["no errors"] : [];
  return `${timeText(timeMs)}: ${[...told, ...more, ...none].join("; ")}`;
}
