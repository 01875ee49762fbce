import type { Analysis } from "../../analyze/analysis.ts";
import { cutBuckets, highestOf, mergeBuckets, sumOf } from "../parts/merge_buckets.ts";
import type { WindowValues } from "../params/window_values.ts";

/** Requests over time; all lists are as long. */
export interface Traffic {
  /** Start of the first bucket. */
  readonly start: string;
  /** Width. */
  readonly bucketMs: number;
  /** Requests. */
  readonly requests: readonly number[];
  /** Answered with 400 to 499. */
  readonly errors4xx: readonly number[];
  /** Answered with 500 or more. */
  readonly errors5xx: readonly number[];
  /** 95th percentile of the latency; null: none is known. */
  readonly p95Ms: readonly (number | null)[];
}

const MOST_BUCKETS = 720;

/** The traffic of a host, or of all of them, in a window; null: there is none. */
export function trafficIn(
  { access, activity }: Pick<Analysis, "access" | "activity">,
  host: string | undefined,
  window: WindowValues,
): Traffic | null {
  const traffic = host === undefined ? access.series : trafficOf(activity, host);
  if (traffic === null) return null;
  const cut = cutBuckets(traffic, traffic.requests.length, window, MOST_BUCKETS);
  if (cut.to <= cut.from) return null;
  return {
    start: cut.start,
    bucketMs: cut.bucketMs,
    requests: mergeBuckets(traffic.requests, cut, sumOf),
    errors4xx: mergeBuckets(traffic.errors4xx, cut, sumOf),
    errors5xx: mergeBuckets(traffic.errors5xx, cut, sumOf),
    p95Ms: mergeBuckets(traffic.p95Ms, cut, highestOf),
  };
}

function trafficOf(activity: Analysis["activity"], host: string): Traffic | null {
  const row = activity.find((one) => one.host === host && one.category === "http_access");
  if (row === undefined || row.http === null) return null;
  return { start: row.start, bucketMs: row.bucketMs, requests: row.records, ...row.http };
}

/** Hosts whose traffic is known. */
export function trafficHosts(activity: Analysis["activity"]): string[] {
  return activity.flatMap(({ host, http }) => http === null ? [] : [host]);
}
