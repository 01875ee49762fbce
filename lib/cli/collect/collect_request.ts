import { UsageError } from "../../errors.ts";
import { apiTime } from "../../fetch/api_time.ts";
import { type JobRequest, MAX_SPAN_DAYS } from "../../fetch/jobs/job_request.ts";
import { given } from "../flags/given.ts";
import type { CollectValues } from "./collect_flags.ts";
import { timeBeforeNow } from "../flags/time_before_now.ts";

const DAY_MS = 86_400_000;

/**
 * What the flags ask Ops Manager to collect.
 *
 * @throws {UsageError} when it would refuse the times.
 */
export function collectRequest(values: Readonly<Partial<CollectValues>>, nowMs: number): JobRequest {
  return given({
    servers: values.server,
    logTypes: values["log-type"],
    sizeRequestedPerFileBytes: values.size,
    ...window(values, nowMs),
  });
}

function window(
  { since, until }: Readonly<Partial<CollectValues>>,
  nowMs: number,
): Pick<JobRequest, "fromDate" | "toDate"> {
  if (since === undefined && until === undefined) return {};
  if (since === undefined) {
    throw new UsageError("Cannot collect: --until is given, but not --since", { remedy: "--since TIME" });
  }
  const fromMs = timeBeforeNow(since, nowMs);
  const toMs = until === undefined ? nowMs : timeBeforeNow(until, nowMs);
  if (fromMs >= toMs) {
    const other = until === undefined ? "now" : `--until ${until}`;
    throw new UsageError(`Cannot collect: --since ${since} is not before ${other}`, {
      remedy: until === undefined ? "give a time that has been" : "swap the two times",
    });
  }
  if (toMs - fromMs > MAX_SPAN_DAYS * DAY_MS) {
    throw new UsageError(`Cannot collect: the span is longer than ${MAX_SPAN_DAYS} days`, {
      remedy:
        "collect in several jobs, each with --since and --until; omlens analyze takes their archives together",
    });
  }
  return { fromDate: apiTime(fromMs), toDate: apiTime(toMs) };
}
