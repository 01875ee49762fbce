import type { EventScope } from "../../../fetch/event_pages.ts";
import type { FileSystem } from "../../cli_io.ts";
import { eventRecord, mayBelong } from "./event_record.ts";
import type { EventSpool, EventWindow } from "./event_spool.ts";
import { notWrittenHere, readSavedEventLines } from "./saved_event_lines.ts";

const SECOND_MS = 1000;

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
 * Reads what the file has into a new spool.
 *
 * @throws {UsageError} when it is no file of ours.
 */
export async function addSavedEvents(
  spool: EventSpool,
  path: string,
  { scopes, types }: WalkPlan,
  fs: FileSystem,
): Promise<void> {
  const file = await fs.open(path, { read: true });
  for await (const { lineNumber, text, event } of readSavedEventLines(path, file.readable)) {
    const record = eventRecord(event, text);
    if (record === null) throw notWrittenHere(path, lineNumber);
    const isAsked = types.length === 0 || (record.type !== null && types.includes(record.type));
    const bits = scopes.map((scope, number) => isAsked && mayBelong(event, scope) ? 2 ** number : 0);
    spool.add(record, bits.reduce((sum, bit) => sum + bit, 0));
  }
}

/**
 * Plans what is asked for: of each scope the whole window, and first what is newer and older than what is there. A time
 * to come is that of no event: what follows it would never be asked for.
 */
export function planWalks(spool: EventSpool, { scopes, window }: WalkPlan, nowMs: number): void {
  for (const number of scopes.keys()) {
    spool.plan(number, "whole", window);
    const span = spool.span({ scope: number, untilMs: nowMs });
    if (span === null) continue;
    // Both ends once more: other events may have the same time.
    const newer = { ...window, minDate: laterOf(window.minDate, wholeSecond(span.lastMs, "before")) };
    const older = { ...window, maxDate: earlierOf(window.maxDate, wholeSecond(span.firstMs, "after")) };
    spool.plan(number, "newer", newer, isEmpty(newer));
    spool.plan(number, "older", older, isEmpty(older));
  }
}

/** ISO 8601 without a fraction: the API refuses those. */
export function wholeSecond(timeMs: number, side: "before" | "after"): string {
  const seconds = side === "before" ? Math.floor(timeMs / SECOND_MS) : Math.ceil(timeMs / SECOND_MS);
  return new Date(seconds * SECOND_MS).toISOString().replace(".000Z", "Z");
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
