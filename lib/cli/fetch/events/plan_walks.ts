import { apiTime } from "../../../fetch/api_time.ts";
import type { EventScope } from "../../../fetch/event_pages.ts";
import type { EventSpool, EventWindow } from "./event_spool.ts";
import type { SavedEvents } from "./saved_events.ts";

/** Which events are asked for. */
export interface WalkPlan {
  /** Whose. */
  readonly scopes: readonly EventScope[];
  /** When; the last moment may be open. */
  readonly window: EventWindow;
  /** Only these types; empty: all. */
  readonly types: readonly string[];
}

/**
 * Plans what is asked for: of each scope the whole window, and first what is newer and older than what is there. A time
 * to come is that of no event: what follows it would never be asked for.
 */
export async function planWalks(
  spool: EventSpool,
  saved: SavedEvents,
  { scopes, window }: WalkPlan,
  nowMs: number,
): Promise<void> {
  // What cannot be counted by blocks, and where events are expected.
  await saved.loadSince(nowMs);
  for (const end of [window.minDate, window.maxDate]) if (end !== null) await saved.loadAt(Date.parse(end));
  for (const number of scopes.keys()) {
    spool.plan(number, "whole", window);
    const span = saved.span(number, nowMs);
    if (span === null) continue;
    // Both ends once more: other events may have the same time.
    const newer = { ...window, minDate: laterOf(window.minDate, apiTime(span.lastMs)) };
    const older = { ...window, maxDate: earlierOf(window.maxDate, nextSecond(span.firstMs)) };
    spool.plan(number, "newer", newer, isEmpty(newer));
    spool.plan(number, "older", older, isEmpty(older));
  }
}

/** As {@linkcode apiTime}, but not before the time. */
export function nextSecond(timeMs: number): string {
  return apiTime(timeMs + 999);
}

function laterOf(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}

function earlierOf(a: string | null, b: string): string {
  return a !== null && a < b ? a : b;
}

function isEmpty({ minDate, maxDate }: EventWindow): boolean {
  return minDate !== null && maxDate !== null && minDate > maxDate;
}
