/// <reference lib="dom" />
import type { LivePage } from "./live_page.ts";
import { listenForTimelineKeys } from "./timeline_keys.ts";
import { listenForPointer } from "./timeline_pointer.ts";
import { TimelineScreen } from "./timeline_screen.ts";
import { timelineWindow } from "./timeline_window.ts";

const KEYS = "arrow keys move, plus and minus zoom, brackets step from event to event, Enter opens";

/** Makes a timeline move: it is redrawn from what it holds, finer data comes when it rests. */
export function mountTimeline(element: HTMLElement, page: LivePage): () => void {
  element.tabIndex = 0;
  element.role = "application";
  element.ariaLabel = `${element.ariaLabel} Keys: ${KEYS}.`;
  const screen = new TimelineScreen(element, page);
  const redraw = () => screen.show(screen.scale);
  const time = timelineWindow(screen, page);
  listenForPointer(screen, time, page);
  listenForTimelineKeys(screen, time, page);
  const size = new ResizeObserver(redraw);
  size.observe(element);
  document.addEventListener("omlens:look", redraw);
  return () => {
    size.disconnect();
    document.removeEventListener("omlens:look", redraw);
    time.leave();
  };
}
