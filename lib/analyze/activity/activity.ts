import type { Category } from "../../parse/member_origin.ts";

/** Numbers over time of one host and category: `records[i]` falls into `start + i * bucketMs`; all lists are as long. */
export interface Activity {
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** Start of the first bucket. */
  readonly start: string;
  /** Width of a bucket, a round one: buckets begin at multiples of it since the epoch, UTC. */
  readonly bucketMs: number;
  /** Records, whatever they are. */
  readonly records: readonly number[];
  /** Records by level; null: this log has no levels. */
  readonly levels: ActivityLevels | null;
  /** What became of requests; null: this is no access log. */
  readonly http: ActivityHttp | null;
}

/** Records by level, one number a bucket. */
export interface ActivityLevels {
  /** ERROR. */
  readonly error: readonly number[];
  /** WARN. */
  readonly warn: readonly number[];
  /** INFO. */
  readonly info: readonly number[];
  /** DEBUG, TRACE, and those whose level is not known. */
  readonly other: readonly number[];
}

/** What became of requests, one number a bucket; without health probes, as in {@linkcode Access}. */
export interface ActivityHttp {
  /** Answered with 400 to 499, but for first halves of Digest handshakes. */
  readonly errors4xx: readonly number[];
  /** Answered with 500 or more. */
  readonly errors5xx: readonly number[];
  /**
   * 95th percentile of the latency; null: no request, or the layout has none. In `analysis.json` it is that of the five
   * minutes in which the bucket begins, where a bucket is shorter.
   */
  readonly p95Ms: readonly (number | null)[];
}
