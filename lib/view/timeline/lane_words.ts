import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import { describeValue } from "../parts/value_scale.ts";
import type { Lane, LaneSeriesName } from "./lanes.ts";

/** What a host logged of one category in the bucket at a time, in words. */
export function laneAt(lane: Lane, timeMs: number): string {
  const gap = lane.gaps.find(({ startMs, endMs }) => timeMs >= startMs && timeMs <= endMs);
  const bucket = Math.floor((timeMs - lane.startMs) / lane.bucketMs);
  const words = laneWords(lane, (values) => values[bucket] ?? null);
  return words || (gap === undefined ? "nothing" : gap.kind);
}

/** The most that it logged in a bucket of the time that is shown. */
export function lanePeak(lane: Lane, shown: TimeScale): string {
  const words = laneWords(lane, (values) => {
    let most: number | null = null;
    values.forEach((value, i) => {
      const fromMs = lane.startMs + i * lane.bucketMs;
      const isShown = fromMs + lane.bucketMs > shown.startMs && fromMs < shown.endMs;
      if (isShown && value !== null) most = Math.max(most ?? 0, value);
    });
    return most;
  });
  if (words === "") return whyNothing(lane, shown);
  return `at most ${words} in ${describeDuration(lane.bucketMs)}`;
}

/** A case of an earlier omlens has no counts. */
function whyNothing({ firstMs, lastMs, series }: Lane, { startMs, endMs }: TimeScale): string {
  if (firstMs === null || lastMs === null) return "no record with a time";
  const isReached = firstMs < endMs && lastMs > startMs;
  return isReached && Object.keys(series).length === 0 ? "not counted over time" : "nothing in this time";
}

/** Whether something bad was logged in the bucket at a time. */
export function isBadAt({ startMs, bucketMs, series }: Lane, timeMs: number): boolean {
  const bucket = Math.floor((timeMs - startMs) / bucketMs);
  return (series.error?.[bucket] ?? 0) > 0 || (series.errors5xx?.[bucket] ?? 0) > 0;
}

function laneWords(
  { category, series }: Lane,
  pick: (values: readonly (number | null)[]) => number | null,
): string {
  const value = (name: LaneSeriesName) => pick(series[name] ?? []);
  const [error, warn, errors5xx, p95Ms] = [value("error"), value("warn"), value("errors5xx"), value("p95Ms")];
  const records = value("records");
  const noun = category === "http_access" ? "request" : "record";
  return [
    records !== null && describeAmount(records, noun),
    error !== null && error > 0 && describeAmount(error, "error"),
    warn !== null && warn > 0 && describeAmount(warn, "warning"),
    errors5xx !== null && errors5xx > 0 && describeAmount(errors5xx, "5xx answer"),
    p95Ms !== null && `p95 ${describeValue(p95Ms, "ms")}`,
  ].filter((word) => word !== false).join(", ");
}
