import { formatTime } from "../../parse/timestamp.ts";
import type { Access } from "../analysis.ts";
import { LATENCY_BUCKETS, NO_LATENCY, quantileMs } from "../latency_sketch.ts";
import { CELL_MS } from "./cell_counts.ts";
import { LatencyCells, type P95On } from "./latency_cells.ts";
import { type RequestBatch, TRAFFIC } from "./request_batch.ts";

/** The series is kept as fine as the cells and merged for a long span. */
const MAX_SERIES_BUCKETS = 2016;

interface Traffic {
  requests: number;
  errors4xx: number;
  errors5xx: number;
  maxMs: number;
}

/** Requests, errors and latency over time, all routes together. */
export class TrafficSeries {
  readonly #cells = new Map<number, Traffic>();
  readonly #latencies = new LatencyCells();
  /** The host and cell that is being counted: the next request mostly falls into the same. */
  #host = 0;
  #cell = 0;
  #requests = 0;
  #maxMs = 0;
  readonly #open = new Uint32Array(LATENCY_BUCKETS);
  /** Buckets that have a count. */
  readonly #used = new Uint16Array(LATENCY_BUCKETS);
  #uses = 0;

  /** Counts requests, not whether they failed. */
  addBatch(batch: RequestBatch): void {
    const { columns: { length }, cell, host } = batch;
    for (let from = 0; from < length;) {
      let to = from + 1;
      while (to < length && cell[to] === cell[from]) to++;
      if (cell[from] !== this.#cell || host !== this.#host) this.#close(host, cell[from]!);
      this.#addRows(batch, from, to);
      from = to;
    }
  }

  /** Counts the failure of a request. */
  addError(timeMs: number, status: number): void {
    const traffic = this.#trafficOf(Math.floor(timeMs / CELL_MS));
    if (status >= 500) traffic.errors5xx++;
    else traffic.errors4xx++;
  }

  /** The series in the form of the analysis. */
  list(): Access["series"] {
    this.#close(this.#host, this.#cell);
    const keys = [...this.#cells.keys()].sort((a, b) => a - b);
    const first = keys[0] ?? 0;
    const length = keys.length === 0 ? 0 : keys.at(-1)! - first + 1;
    const factor = Math.max(1, Math.ceil(length / MAX_SERIES_BUCKETS));
    const merged = Array.from({ length: Math.ceil(length / factor) }, newTraffic);
    for (const key of keys) mergeTraffic(merged[Math.floor((key - first) / factor)]!, this.#cells.get(key)!);
    const buckets = new Uint32Array(merged.length * LATENCY_BUCKETS);
    this.#latencies.forEach((cell, bucket, count) => {
      buckets[Math.floor((cell - first) / factor) * LATENCY_BUCKETS + bucket]! += count;
    });
    return {
      start: formatTime(first * CELL_MS),
      bucketMs: CELL_MS * factor,
      requests: merged.map(({ requests }) => requests),
      errors5xx: merged.map(({ errors5xx }) => errors5xx),
      errors4xx: merged.map(({ errors4xx }) => errors4xx),
      p95Ms: merged.map(({ maxMs }, at) =>
        quantileMs(buckets.subarray(at * LATENCY_BUCKETS, (at + 1) * LATENCY_BUCKETS), maxMs, 0.95)
      ),
    };
  }

  /** Percentiles by host. */
  p95(): P95On {
    this.#close(this.#host, this.#cell);
    return this.#latencies.p95();
  }

  /** Counts rows of the open cell. */
  #addRows({ columns: { latencyMs }, bucket, duty }: RequestBatch, from: number, to: number): void {
    const [open, used] = [this.#open, this.#used];
    let [requests, uses, maxMs] = [0, this.#uses, this.#maxMs];
    for (let row = from; row < to; row++) {
      if ((duty[row]! & TRAFFIC) === 0) continue;
      requests++;
      const own = bucket[row]!;
      if (own === NO_LATENCY) continue;
      if (open[own]!++ === 0) used[uses++] = own;
      if (latencyMs[row]! > maxMs) maxMs = latencyMs[row]!;
    }
    this.#requests += requests;
    this.#uses = uses;
    this.#maxMs = maxMs;
  }

  #close(nextHost: number, nextCell: number): void {
    if (this.#requests > 0) {
      const traffic = this.#trafficOf(this.#cell);
      traffic.requests += this.#requests;
      traffic.maxMs = Math.max(traffic.maxMs, this.#maxMs);
    }
    if (this.#uses > 0) this.#latencies.addMax(this.#host, this.#cell, this.#maxMs);
    for (let use = 0; use < this.#uses; use++) {
      const bucket = this.#used[use]!;
      this.#latencies.add(this.#host, this.#cell, bucket, this.#open[bucket]!);
      this.#open[bucket] = 0;
    }
    this.#host = nextHost;
    this.#cell = nextCell;
    this.#requests = this.#maxMs = this.#uses = 0;
  }

  #trafficOf(cell: number): Traffic {
    let traffic = this.#cells.get(cell);
    if (traffic === undefined) this.#cells.set(cell, traffic = newTraffic());
    return traffic;
  }
}

function newTraffic(): Traffic {
  return { requests: 0, errors4xx: 0, errors5xx: 0, maxMs: 0 };
}

function mergeTraffic(sum: Traffic, other: Traffic): void {
  sum.requests += other.requests;
  sum.errors4xx += other.errors4xx;
  sum.errors5xx += other.errors5xx;
  sum.maxMs = Math.max(sum.maxMs, other.maxMs);
}
