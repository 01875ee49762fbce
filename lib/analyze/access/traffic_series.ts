import { formatTime } from "../../parse/timestamp.ts";
import type { Access } from "../analysis.ts";
import { LatencySketch } from "../latency_sketch.ts";

/** The series is kept this fine and merged for a long span. */
const BUCKET_MS = 300_000;
const MAX_SERIES_BUCKETS = 2016;

interface Bucket {
  requests: number;
  errors4xx: number;
  errors5xx: number;
  readonly latency: LatencySketch;
}

/** Requests, errors and latency over time, all routes together. */
export class TrafficSeries {
  readonly #buckets = new Map<number, Bucket>();
  /** The bucket of the last request: the next one mostly falls into the same. */
  #key = NaN;
  #bucket: Bucket = newBucket();

  /** Counts a request, not whether it failed. */
  add(timeMs: number, latencyMs: number): void {
    const bucket = this.#bucketOf(timeMs);
    bucket.requests++;
    if (latencyMs >= 0) bucket.latency.add(latencyMs);
  }

  /** Counts the failure of a request. */
  addError(timeMs: number, status: number): void {
    if (status >= 500) this.#bucketOf(timeMs).errors5xx++;
    else this.#bucketOf(timeMs).errors4xx++;
  }

  /** The series in the form of the analysis. */
  list(): Access["series"] {
    const keys = [...this.#buckets.keys()].sort((a, b) => a - b);
    const first = keys[0] ?? 0;
    const length = keys.length === 0 ? 0 : keys.at(-1)! - first + 1;
    const factor = Math.max(1, Math.ceil(length / MAX_SERIES_BUCKETS));
    const merged = Array.from({ length: Math.ceil(length / factor) }, newBucket);
    for (const key of keys) mergeBucket(merged[Math.floor((key - first) / factor)]!, this.#buckets.get(key)!);
    return {
      start: formatTime(first * BUCKET_MS),
      bucketMs: BUCKET_MS * factor,
      requests: merged.map(({ requests }) => requests),
      errors5xx: merged.map(({ errors5xx }) => errors5xx),
      errors4xx: merged.map(({ errors4xx }) => errors4xx),
      p95Ms: merged.map(({ latency }) => latency.count === 0 ? null : latency.quantileMs(0.95)),
    };
  }

  #bucketOf(timeMs: number): Bucket {
    const key = Math.floor(timeMs / BUCKET_MS);
    if (key === this.#key) return this.#bucket;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, bucket = newBucket());
    this.#key = key;
    return this.#bucket = bucket;
  }
}

function newBucket(): Bucket {
  return { requests: 0, errors4xx: 0, errors5xx: 0, latency: new LatencySketch() };
}

function mergeBucket(sum: Bucket, other: Bucket): void {
  sum.requests += other.requests;
  sum.errors4xx += other.errors4xx;
  sum.errors5xx += other.errors5xx;
  sum.latency.merge(other.latency);
}
