import { UsageError } from "../../errors.ts";
import { apiTime } from "../../fetch/api_time.ts";
import type { CollectionJobDocument } from "../../fetch/jobs/collection_job_document.ts";

/** Which events belong to a bundle: ISO 8601, whole seconds, both inclusive. */
export interface EventsWindow {
  /** First moment. */
  readonly since: string;
  /** Last moment. */
  readonly until: string;
}

const HOUR_MS = 3_600_000;
/** What was changed the day before the logs begin may be the cause of what they show. */
const LEAD_MS = 24 * HOUR_MS;
/** Alerts may come late. */
const TAIL_MS = HOUR_MS;
/** A job collects no more than this. */
const MAX_SPAN_MS = 7 * 24 * HOUR_MS;

/**
 * The window of events for the logs of a job, where the user did not ask for another: from 24 h before the logs to 1 h
 * after the job, and not beyond now.
 *
 * @throws {UsageError} when it would end before it begins
 */
export function eventsWindow(
  { fromDate, creationDate, finishDate }: CollectionJobDocument,
  asked: { readonly sinceMs: number | null; readonly untilMs: number | null },
  nowMs: number,
): EventsWindow {
  const createdMs = timeOf(creationDate) ?? nowMs;
  const beginMs = timeOf(fromDate) ?? createdMs - MAX_SPAN_MS;
  const endMs = timeOf(finishDate) ?? createdMs;
  const sinceMs = asked.sinceMs ?? beginMs - LEAD_MS;
  const untilMs = asked.untilMs ?? Math.min(endMs + TAIL_MS, nowMs);
  const window = { since: apiTime(sinceMs), until: apiTime(untilMs) };
  if (sinceMs <= untilMs) return window;
  throw new UsageError(
    `Cannot fetch a bundle: its events are to begin at ${window.since} and end at ${window.until}`,
    {
      remedy: "give --since and --until, the earlier time as --since",
    },
  );
}

function timeOf(text: string | null): number | null {
  const timeMs = text === null ? NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs;
}
