import type { Category } from "../../parse/member_origin.ts";
import type { FamilyActivity } from "../activity_tally.ts";
import type { TimeGrid } from "../time_grid.ts";
import type { HostClocks } from "./measured_logs.ts";

const MINUTE_MS = 60_000;
/** A log that writes nothing for so long is not there, or tells nothing. */
const DARK_MINUTES = 10;

/**
 * In which part of each bucket the logs of some categories go on, on any host: what is not collected, not there any more
 * or cut cannot show errors, and that is no improvement.
 */
export function seenMinutes(
  activity: Iterable<FamilyActivity>,
  categories: readonly Category[],
  { startMs, bucketMs, length }: TimeGrid,
  clocks: HostClocks,
): Float64Array {
  const perBucket = bucketMs / MINUTE_MS;
  const lit = new Uint8Array(length * perBucket);
  for (const { host, category, minutes } of activity) {
    if (!categories.includes(category)) continue;
    const first = Math.round((startMs + clocks(host)) / MINUTE_MS);
    minutes.forEach((_count, minute) => {
      if (minute >= first && minute - first < lit.length) lit[minute - first] = 1;
    });
  }
  const seen = new Float64Array(length);
  let last = -1;
  for (let minute = 0; minute < lit.length; minute++) {
    if (lit[minute] === 0) continue;
    const from = last >= 0 && minute - last <= DARK_MINUTES ? last + 1 : minute;
    for (let at = from; at <= minute; at++) seen[Math.floor(at / perBucket)]!++;
    last = minute;
  }
  return seen;
}

/** Records of a host in each bucket, of all logs that rotate. */
export function hostRecords(
  activity: Iterable<FamilyActivity>,
  name: string,
  { startMs, bucketMs, length }: TimeGrid,
  clocks: HostClocks,
): Float64Array {
  const records = new Float64Array(length);
  for (const { host, category, minutes } of activity) {
    if (host !== name || category === "migration" || category === "other") continue;
    minutes.forEach((count, minute) => {
      const bucket = Math.floor((minute * MINUTE_MS - clocks(host) - startMs) / bucketMs);
      if (bucket >= 0 && bucket < length) records[bucket]! += count;
    });
  }
  return records;
}
