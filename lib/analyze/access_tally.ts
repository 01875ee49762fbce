import type { AccessBlock, DictionaryEntries } from "../scan/column_block.ts";
import type { Access, Route } from "./analysis.ts";
import { formatTime } from "../parse/timestamp.ts";
import { LatencySketch } from "./latency_sketch.ts";
import { compareText } from "./compare_text.ts";

/** The series is kept this fine and merged for a long span. */
const BUCKET_MS = 300_000;
const MAX_SERIES_BUCKETS = 2016;
const MAX_LISTED_ROUTES = 500;
const MAX_LISTED_CLIENTS = 200;
/** Name of what was beyond the cap of a dictionary. */
const OTHER = "(other)";

interface RouteCount {
  count: number;
  readonly status: Map<number, number>;
  responseBytes: number;
  readonly latency: LatencySketch;
}

interface Bucket {
  requests: number;
  errors4xx: number;
  errors5xx: number;
  readonly latency: LatencySketch;
}

/** Counts of HTTP requests by route, client and time. */
export class AccessTally {
  readonly #routes: { method: string; route: string }[] = [{ method: "", route: OTHER }];
  readonly #clients: string[] = [OTHER];
  readonly #routeCounts: RouteCount[] = [];
  readonly #clientCounts: { count: number; errors: number }[] = [];
  readonly #buckets = new Map<number, Bucket>();

  /** Takes new dictionary entries. */
  addEntries({ routes, clients }: DictionaryEntries): void {
    for (const route of routes) this.#routes.push(route);
    for (const client of clients) this.#clients.push(client);
  }

  /** Counts the rows that are not marked in `skip`. */
  add(block: AccessBlock, skip: Uint8Array | null): void {
    for (let row = 0; row < block.length; row++) {
      if (skip !== null && skip[row] === 1) continue;
      this.#addRow(block, row);
    }
  }

  #addRow(block: AccessBlock, row: number): void {
    const status = block.status[row]!;
    const latencyMs = block.latencyMs[row]!;
    const route = (this.#routeCounts[block.route[row]!] ??= newRoute());
    route.count++;
    route.status.set(status, (route.status.get(status) ?? 0) + 1);
    route.responseBytes += block.responseBytes[row]!;
    const client = (this.#clientCounts[block.client[row]!] ??= { count: 0, errors: 0 });
    client.count++;
    if (status >= 400) client.errors++;
    const bucket = this.#bucketOf(block.timeMs[row]!);
    bucket.requests++;
    if (status >= 500) bucket.errors5xx++;
    else if (status >= 400) bucket.errors4xx++;
    if (latencyMs >= 0) {
      route.latency.add(latencyMs);
      bucket.latency.add(latencyMs);
    }
  }

  #bucketOf(timeMs: number): Bucket {
    const key = Math.floor(timeMs / BUCKET_MS);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      this.#buckets.set(key, bucket = newBucket());
    }
    return bucket;
  }

  /** The counts in the form of the analysis. */
  summary(): Access {
    return { routes: this.#listRoutes(), clients: this.#listClients(), series: this.#listSeries() };
  }

  #listRoutes(): Route[] {
    const merged = new Map<string, { method: string; route: string; sum: RouteCount }>();
    this.#routeCounts.forEach((count, id) => {
      const { method, route } = this.#routes[id]!;
      const key = `${method} ${route}`;
      const known = merged.get(key) ?? { method, route, sum: newRoute() };
      mergeRoute(known.sum, count);
      merged.set(key, known);
    });
    return [...merged.values()].map(({ method, route, sum }) => toRoute(method, route, sum))
      .sort((a, b) => b.count - a.count || compareText(a.route, b.route) || compareText(a.method, b.method))
      .slice(0, MAX_LISTED_ROUTES);
  }

  #listClients(): Access["clients"] {
    // Ids without a request are holes, which flatMap leaves out.
    return this.#clientCounts.flatMap((count, id) => ({ client: this.#clients[id]!, ...count }))
      .sort((a, b) => b.count - a.count || compareText(a.client, b.client)).slice(0, MAX_LISTED_CLIENTS);
  }

  #listSeries(): Access["series"] {
    const keys = [...this.#buckets.keys()].sort((a, b) => a - b);
    const first = keys[0];
    const last = keys.at(-1);
    if (first === undefined || last === undefined) {
      return {
        start: formatTime(0),
        bucketMs: BUCKET_MS,
        requests: [],
        errors5xx: [],
        errors4xx: [],
        p95Ms: [],
      };
    }
    const factor = Math.ceil((last - first + 1) / MAX_SERIES_BUCKETS);
    const merged = Array.from({ length: Math.ceil((last - first + 1) / factor) }, newBucket);
    for (const key of keys) mergeBucket(merged[Math.floor((key - first) / factor)]!, this.#buckets.get(key)!);
    return {
      start: formatTime(first * BUCKET_MS),
      bucketMs: BUCKET_MS * factor,
      requests: merged.map((bucket) => bucket.requests),
      errors5xx: merged.map((bucket) => bucket.errors5xx),
      errors4xx: merged.map((bucket) => bucket.errors4xx),
      p95Ms: merged.map(({ latency }) => latency.count === 0 ? null : latency.quantileMs(0.95)),
    };
  }
}

function newRoute(): RouteCount {
  return { count: 0, status: new Map(), responseBytes: 0, latency: new LatencySketch() };
}

function mergeRoute(sum: RouteCount, other: RouteCount): void {
  sum.count += other.count;
  sum.responseBytes += other.responseBytes;
  for (const [status, count] of other.status) sum.status.set(status, (sum.status.get(status) ?? 0) + count);
  sum.latency.merge(other.latency);
}

function toRoute(method: string, route: string, sum: RouteCount): Route {
  const { latency } = sum;
  const status = Object.fromEntries(
    [...sum.status].sort(([a], [b]) => a - b).map(([code, count]) => [code || "-", count]),
  );
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((share) => latency.quantileMs(share));
  return {
    method,
    route,
    count: sum.count,
    status,
    responseBytes: sum.responseBytes,
    latencyMs: latency.count === 0
      ? null
      : { p50: p50!, p90: p90!, p95: p95!, p99: p99!, max: Math.round(latency.maxMs) },
  };
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
