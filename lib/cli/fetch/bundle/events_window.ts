import { UsageError } from "../../../errors.ts";
import { apiTime, sentTimeMs } from "../../../fetch/api_time.ts";
import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import { MAX_SPAN_DAYS } from "../../../fetch/jobs/job_request.ts";
import type { BundledEvents } from "../../bundle/bundle_manifest.ts";

const HOUR_MS = 3_600_000;
/** What was changed the day before the logs begin may be the cause of what they show. */
const LEAD_MS = 24 * HOUR_MS;
/** Alerts may come late. */
const TAIL_MS = HOUR_MS;

/**
 * Which events belong to the logs of a job, where the user did not ask for others: from 24 h before the logs to 1 h
 * after the job, and not beyond now. Whole seconds, both inclusive.
 *
 * @throws {UsageError} when it would end before it begins
 */
export function eventsWindow(
  { fromDate, creationDate, finishDate }: CollectionJobDocument,
  asked: { readonly sinceMs: number | null; readonly untilMs: number | null },
  nowMs: number,
): Pick<BundledEvents, "since" | "until"> {
  const createdMs = sentTimeMs(creationDate) ?? nowMs;
  const beginMs = sentTimeMs(fromDate) ?? createdMs - MAX_SPAN_DAYS * 24 * HOUR_MS;
  const endMs = sentTimeMs(finishDate) ?? createdMs;
  const sinceMs = asked.sinceMs ?? beginMs - LEAD_MS;
  const untilMs = asked.untilMs ?? Math.min(endMs + TAIL_MS, nowMs);
  const window = { since: apiTime(sinceMs), until: apiTime(untilMs) };
  if (sinceMs <= untilMs) return window;
  throw new UsageError(
    `Cannot fetch a bundle: its events are to begin at ${window.since} and end at ${window.until}`,
    { remedy: "give --since and --until, the earlier time as --since" },
  );
}
