import { formatTime } from "../../parse/timestamp.ts";
import type { Access } from "../analysis.ts";
import { LATENCY_BUCKETS, quantileMs } from "../latency_sketch.ts";
import { CELL_MS } from "./cell_counts.ts";
import type { CountMemory } from "./count_memory.ts";
import { LatencyCells, type P95On } from "./latency_cells.ts";

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
  readonly #memory: CountMemory;
  /** Requests of the open cell by bucket, and the buckets that have any. */
  readonly #open: Uint32Array;
  readonly #used: Uint16Array;
  /** The host and cell that is being counted: the next request mostly falls into the same. */
  #host = 0;
  #cell = 0;

  /** Starts with nothing. */
  constructor(memory: CountMemory) {
    this.#memory = memory;
    this.#open = memory.view(Uint32Array, "OPEN_BUCKETS", LATENCY_BUCKETS);
    this.#used = memory.view(Uint16Array, "USED_BUCKETS", LATENCY_BUCKETS);
  }

  /** From now on requests are of this host (number). */
  enterHost(host: number): void {
    if (host === this.#host) return;
    this.take(this.#cell);
    this.#host = host;
  }

  /** Takes what was counted of the open cell, before another one is: see `assembly/env.as.ts`. */
  take(next: number): void {
    const { exports } = this.#memory;
    const maxMs = exports.openMaxMs.value;
    if (exports.openRequests.value > 0) {
      const traffic = this.#trafficOf(this.#cell);
      traffic.requests += exports.openRequests.value;
      traffic.maxMs = Math.max(traffic.maxMs, maxMs);
    }
    const uses = exports.usedBuckets.value;
    if (uses > 0) this.#latencies.addMax(this.#host, this.#cell, maxMs);
    for (let use = 0; use < uses; use++) {
      const bucket = this.#used[use]!;
      this.#latencies.add(this.#host, this.#cell, bucket, this.#open[bucket]!);
    }
    exports.clearTraffic();
    this.#cell = next;
  }

  /** Counts the failure of a request. */
  addError(timeMs: number, status: number): void {
    const traffic = this.#trafficOf(Math.floor(timeMs / CELL_MS));
    if (status >= 500) traffic.errors5xx++;
    else traffic.errors4xx++;
  }

  /** The series in the form of the analysis. */
  list(): Access["series"] {
    this.take(this.#cell);
    const keys = [...this.#cells.keys()].sort((a, b) => a - b);
    const first = keys[0] ?? 0;
    const length = keys.length === 0 ? 0 : keys.at(-1)! - first + 1;
    const factor = Math.max(1, Math.ceil(length / MAX_SERIES_BUCKETS));
    const merged = Array.from({ length: Math.ceil(length / factor) }, newTraffic);
    for (const key of keys) mergeTraffic(merged[Math.floor((key - first) / factor)]!, this.#cells.get(key)!);
    const buckets = this.#latencies.sketches({ firstCell: first, cells: factor, length: merged.length });
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
    this.take(this.#cell);
    return this.#latencies.p95();
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
