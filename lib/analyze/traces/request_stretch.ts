import type { LoggedMoment } from "./logged_moment.ts";
import type { Stretch } from "./request_record.ts";

/** When a request was served, as its host logged it. */
export interface TimedRequest {
  /** Time in the log, epoch milliseconds: of its start or its end. */
  readonly timeMs: number;
  /** How long it took, milliseconds. */
  readonly latencyMs: number;
}

const SECOND_MS = 1000;

/** The time that the records of a request are in. */
export function stretchOf(
  { timeMs, latencyMs }: TimedRequest,
  moment: LoggedMoment,
  slackMs: number,
): Stretch {
  const before = moment === "start" ? 0 : latencyMs;
  const after = moment === "end" ? 0 : latencyMs;
  return { fromMs: timeMs - before - slackMs, toMs: timeMs + cutMs(timeMs) + after + slackMs };
}

/** How far a time is from the end of a request: that is when a failure is logged. */
export function distanceFromEnd(
  { timeMs, latencyMs }: TimedRequest,
  moment: LoggedMoment,
  recordMs: number,
): number {
  const from = (endMs: number) => Math.max(0, endMs - recordMs, recordMs - endMs - cutMs(timeMs));
  if (moment === "end") return from(timeMs);
  const fromStart = from(timeMs + latencyMs);
  return moment === "start" ? fromStart : Math.min(fromStart, from(timeMs));
}

/** What may have been cut off a time. */
function cutMs(timeMs: number): number {
  return timeMs % SECOND_MS === 0 ? SECOND_MS : 0;
}
