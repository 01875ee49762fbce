/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { TimeScale } from "../parts/time_scale.ts";
import { fitInto, panBy, zoomAround } from "../timeline/zoom.ts";
import type { LivePage } from "./live_page.ts";
import type { TimelineScreen } from "./timeline_screen.ts";
import type { TimelineWindow } from "./timeline_window.ts";

/** A drag that is shorter is a click. */
const SHORTEST_DRAG = 4;
/** Pixels of the wheel that double the time. */
const WHEEL_DOUBLE = 400;
const LINE_PIXELS = 40;
const DOUBLE_CLICK = 4;

/** A drag that is going on. */
interface Drag {
  readonly startX: number;
  readonly startMs: number;
  /** The time that was shown when it began; of one that chooses, null. */
  readonly panned: TimeScale | null;
  isMoved: boolean;
}

/** Lets the mouse, a finger or a pen move in the picture: drag chooses, with shift it moves, the wheel zooms. */
export function listenForPointer(screen: TimelineScreen, time: TimelineWindow, page: LivePage): void {
  const { element, data: { whole } } = screen;
  let drag: Drag | null = null;
  let isSpent = false;
  // A picture that was clicked takes the wheel until the pointer leaves it.
  let isClicked = false;
  element.addEventListener("pointerdown", (event) => {
    isSpent = false;
    if (event.button !== 0 || !(event.target instanceof SVGElement)) return;
    const panned = event.shiftKey ? screen.scale : null;
    drag = { startX: event.clientX, startMs: screen.timeAt(event.clientX), panned, isMoved: false };
  });
  element.addEventListener("pointermove", (event) => {
    if (drag === null) return screen.cross(screen.timeAt(event.clientX));
    if (!drag.isMoved && Math.abs(event.clientX - drag.startX) < SHORTEST_DRAG) return;
    if (!drag.isMoved) element.setPointerCapture(event.pointerId);
    drag.isMoved = true;
    time.hold();
    element.classList.toggle("panning", drag.panned !== null);
    if (drag.panned === null) {
      screen.brush(chosenBy(drag, screen, event));
      screen.cross(screen.timeAt(event.clientX));
    } else time.move(panBy(whole, drag.panned, pixelMs(screen) * (drag.startX - event.clientX)));
  });
  const end = (event: PointerEvent) => {
    const done = drag;
    drag = null;
    isSpent = done?.isMoved ?? false;
    element.classList.remove("panning");
    screen.brush(null);
    time.release();
    if (event.type === "pointerup" && done?.isMoved && done.panned === null) {
      time.choose(fitInto(screen.scale, chosenBy(done, screen, event)));
    }
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  element.addEventListener("pointerleave", () => {
    isClicked = false;
    if (drag === null) screen.cross(null);
  });
  element.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element && event.target.closest("a") !== null) return;
    event.preventDefault();
    time.choose(zoomAround(whole, screen.scale, 1 / DOUBLE_CLICK, screen.timeAt(event.clientX)));
  });
  element.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    isClicked = !isSpent;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link === null || (!isSpent && !isPlain)) return;
    event.preventDefault();
    if (!isSpent) void page.go(link.getAttribute("href") ?? "");
  });
  // A browser that starts to drag a link does not tell of the pointer any more.
  element.addEventListener("dragstart", (event) => event.preventDefault());
  element.addEventListener("wheel", (event) => {
    const isTaken = isClicked || element.matches(":focus-visible");
    if (isTaken || event.ctrlKey || event.metaKey || event.shiftKey) turnWheel(event, screen, time);
  }, { passive: false });
}

function turnWheel(event: WheelEvent, screen: TimelineScreen, time: TimelineWindow): void {
  const { whole } = screen.data;
  const pixels = (event.deltaY || event.deltaX) * (event.deltaMode === 0 ? 1 : LINE_PIXELS);
  event.preventDefault();
  if (event.shiftKey) time.move(panBy(whole, screen.scale, pixels * pixelMs(screen)));
  else {time.move(
      zoomAround(whole, screen.scale, 2 ** (-pixels / WHEEL_DOUBLE), screen.timeAt(event.clientX)),
    );}
}

function pixelMs({ element, scale: { startMs, endMs } }: TimelineScreen): number {
  return (endMs - startMs) / (element.clientWidth || 1);
}

function chosenBy({ startMs }: Drag, screen: TimelineScreen, { clientX }: PointerEvent): TimeScale {
  const { scale } = screen;
  const [from, to] = [startMs, screen.timeAt(clientX)].map((ms) =>
    Math.min(scale.endMs, Math.max(scale.startMs, ms))
  ).sort((a, b) => a - b);
  return { startMs: from ?? startMs, endMs: to ?? startMs };
}
