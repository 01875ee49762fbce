import { describeEventType } from "../../events/event_catalog.ts";
import type { ChangeAct } from "../causes/change_acts.ts";
import type { LogSpan } from "../span_of_logs.ts";
import type { ShiftWindows } from "../statistics/shift_test.ts";
import type { TimeGrid } from "../time_grid.ts";

/** A stretch of time around an act, epoch milliseconds. */
interface ActTimes {
  readonly fromMs: number;
  readonly atMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;
/** Stretches before and after an act, when the logs are long enough: a sixteenth of them, but at least the least. */
const WINDOW_MS: number = 30 * MINUTE_MS;
const LEAST_WINDOW_MS: number = 10 * MINUTE_MS;
const SPAN_PARTS = 16;
/** At the edges of the logs less than this is no measurement. */
const LEAST_EDGE_MS: number = 5 * MINUTE_MS;

/** How much before and after an act is compared, milliseconds. */
export function windowMs({ startMs, endMs }: LogSpan): number {
  return Math.min(WINDOW_MS, Math.max(LEAST_WINDOW_MS, (endMs - startMs) / SPAN_PARTS));
}

/** The buckets of a grid that are compared for each act (by time); null: the logs do not show enough. */
export function actWindows(
  acts: readonly ChangeAct[],
  span: LogSpan,
  grid: TimeGrid,
): (ShiftWindows | null)[] {
  const width = Math.max(windowMs(span), grid.bucketMs);
  return acts.map((_, act) => onGrid(timesOf(acts, act, width), grid));
}

/** A stretch ends at the next act of some weight on the same project, or on all: what follows may be its doing. */
function timesOf(acts: readonly ChangeAct[], act: number, width: number): ActTimes {
  const { timeMs } = acts[act]!;
  const least = Math.min(width, LEAST_WINDOW_MS);
  let [fromMs, toMs] = [timeMs - width, timeMs + width];
  for (let at = act - 1; at >= 0 && acts[at]!.timeMs > fromMs; at--) {
    if (concernsSame(acts[at]!, acts[act]!)) fromMs = Math.min(acts[at]!.timeMs, timeMs - least);
  }
  for (let at = act + 1; at < acts.length && acts[at]!.timeMs < toMs; at++) {
    if (concernsSame(acts[at]!, acts[act]!)) toMs = Math.max(acts[at]!.timeMs, timeMs + least);
  }
  return { fromMs, atMs: timeMs, toMs };
}

function concernsSame(other: ChangeAct, act: ChangeAct): boolean {
  const [theirs, own] = [other.events[0]!.groupId, act.events[0]!.groupId];
  const isWeighty = other.events.some(({ type }) => describeEventType(type).prior !== "low");
  return isWeighty && (theirs === undefined || own === undefined || theirs === own);
}

function onGrid(
  { fromMs, atMs, toMs }: ActTimes,
  { startMs, bucketMs, length }: TimeGrid,
): ShiftWindows | null {
  const bucketOf = (timeMs: number) => (timeMs - startMs) / bucketMs;
  const at = Math.floor(bucketOf(atMs));
  const from = Math.max(0, Math.min(at - 1, Math.round(bucketOf(fromMs))));
  const to = Math.min(length, Math.max(at + 1, Math.round(bucketOf(toMs))));
  return (at - from) * bucketMs >= LEAST_EDGE_MS && (to - at) * bucketMs >= LEAST_EDGE_MS
    ? { from, at, to }
    : null;
}
