import { UsageError } from "../../errors.ts";
import { apiTime, parseApiTime } from "../api_time.ts";

/** What to collect; all optional. */
export interface JobRequest {
  /** Ids of servers; absent or empty: all that are up. */
  readonly servers?: readonly string[];
  /** `APPLICATION`, `HTTP_ACCESS`, `MIGRATION`, `DAEMON`; absent or empty: all. */
  readonly logTypes?: readonly string[];
  /** Largest uncompressed size per log type and server, in bytes. */
  readonly sizeRequestedPerFileBytes?: number;
  /** Begin of the span, ISO 8601; together with `toDate`. */
  readonly fromDate?: string;
  /** End of the span, ISO 8601, at most 7 days after `fromDate`. */
  readonly toDate?: string;
}

/** The log types of a job, as the API spells them. */
export const LOG_TYPES: readonly string[] = ["APPLICATION", "HTTP_ACCESS", "MIGRATION", "DAEMON"];
/** Longest span that one job collects, in days. */
export const MAX_SPAN_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * The body that asks Ops Manager for a job.
 *
 * @throws {UsageError} if Ops Manager would refuse it whatever its state
 */
export function jobRequestBody(request: JobRequest): Record<string, unknown> {
  const { servers = [], logTypes = [], sizeRequestedPerFileBytes: size } = request;
  checkLists(request);
  if (size !== undefined && !(Number.isSafeInteger(size) && size > 0)) {
    throw requestError(`the size per file is ${size} bytes`, "give a size of at least 1 byte, or none");
  }
  return {
    ...(servers.length > 0 && { servers: [...new Set(servers)] }),
    ...(logTypes.length > 0 && { logTypes: [...new Set(logTypes)] }),
    ...(size !== undefined && { sizeRequestedPerFileBytes: size }),
    ...spanOf(request),
  };
}

function checkLists({ servers = [], logTypes = [] }: JobRequest): void {
  const odd = logTypes.find((type) => !LOG_TYPES.includes(type));
  if (odd !== undefined) {
    throw requestError(`${JSON.stringify(odd)} is no log type`, `choose among ${LOG_TYPES.join(", ")}`);
  }
  if (servers.includes("")) {
    throw requestError("a server has no name", "take the ids of: omlens fetch servers");
  }
}

function requestError(why: string, remedy: string): UsageError {
  return new UsageError(`Cannot collect logs: ${why}`, { remedy });
}

function spanOf({ fromDate, toDate }: JobRequest): Record<string, string> {
  if (fromDate === undefined && toDate === undefined) return {};
  if (fromDate === undefined || toDate === undefined) {
    throw requestError("only one end of the time span is given", "give both ends, or none");
  }
  const [fromMs, toMs] = [parseApiTime(fromDate, "fromDate"), parseApiTime(toDate, "toDate")];
  if (fromMs >= toMs) {
    throw requestError(`the span from ${fromDate} to ${toDate} is empty`, "give the earlier time first");
  }
  if (toMs - fromMs > MAX_SPAN_DAYS * DAY_MS) {
    throw requestError(
      `the span from ${fromDate} to ${toDate} is longer than ${MAX_SPAN_DAYS} days`,
      `shorten the span to ${MAX_SPAN_DAYS} days, or collect twice`,
    );
  }
  return { logCollectionFromDate: apiTime(fromMs), logCollectionToDate: apiTime(toMs) };
}
