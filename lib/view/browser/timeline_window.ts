/// <reference lib="dom" />
import type { TimeScale } from "../parts/time_scale.ts";
import { windowOf } from "../timeline/zoom.ts";
import type { LivePage } from "./live_page.ts";
import type { TimelineScreen } from "./timeline_screen.ts";

/** So long nothing must move until finer data is loaded. */
const REST_MS = 200;

/** What was looked at when new data came: the picture goes on with it. */
interface Unfinished {
  readonly scale: TimeScale | null;
  readonly crossMs: number | null;
}

let unfinished: Unfinished | null = null;

/** Takes the time that is shown to the address, from where all views keep to it. */
export interface TimelineWindow {
  /** Shows a stretch of time at once, and asks for its data when nothing moves any more. */
  readonly move: (scale: TimeScale) => void;
  /** The same, and the way back leads to what was shown before. */
  readonly choose: (scale: TimeScale) => void;
  /** Nothing is asked for while a button is held. */
  readonly hold: () => void;
  /** From now on it is. */
  readonly release: () => void;
  /** The picture leaves the page. */
  readonly leave: () => void;
}

/** Makes it, and goes on where a picture that was replaced stopped. */
export function timelineWindow(screen: TimelineScreen, page: LivePage): TimelineWindow {
  let wanted: TimeScale | null = null;
  let isHeld = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = (scale: TimeScale, options: { readonly replace: boolean }) => {
    wanted = null;
    clearTimeout(timer);
    void page.go(page.frame().same(windowOf(screen.data.whole, scale)), options);
  };
  const rest = () => {
    clearTimeout(timer);
    if (wanted === null || isHeld) return;
    const { since, until } = page.frame().window;
    const scale = wanted;
    const replace = since !== undefined || until !== undefined;
    timer = setTimeout(() => go(scale, { replace }), REST_MS);
  };
  const move = (scale: TimeScale) => {
    wanted = scale;
    screen.show(scale);
    rest();
  };
  const before = unfinished;
  unfinished = null;
  if (before?.scale) move(before.scale);
  if (before !== null) screen.cross(before.crossMs);
  return {
    move,
    choose: (scale) => go(scale, { replace: false }),
    hold: () => {
      isHeld = true;
      clearTimeout(timer);
    },
    release: () => {
      isHeld = false;
      rest();
    },
    leave: () => {
      clearTimeout(timer);
      const isReplaced = page.frame().path === "/timeline";
      unfinished = isReplaced ? { scale: wanted, crossMs: screen.crossMs } : null;
    },
  };
}
