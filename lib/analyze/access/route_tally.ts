import type { Route } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { LatencySketch, NO_LATENCY } from "../latency_sketch.ts";
import { resized } from "../resized.ts";
import { DIGEST, KEPT, type RequestBatch, TRAFFIC } from "./request_batch.ts";
import { type RouteKind, routeKind } from "./route_kind.ts";

const MAX_LISTED_ROUTES = 500;
/** Name of what was beyond the cap of a dictionary. */
const OTHER = "(other)";

/** Method and route template. */
export interface RouteName {
  /** HTTP method. */
  readonly method: string;
  /** Path without query, ids as placeholders. */
  readonly route: string;
}

/** Whether requests of that kind are kept with their times, and not only counted. */
export type RequestFilter = (method: string, route: string, status: number) => boolean;

/** Statuses of a route that are known without a search: the last one of each that ends in the same four bits. */
const SLOTS = 16;

/** Counts by method and route, and by status: what is to be done with the requests of both is decided once. */
export class RouteTally {
  /** Names by route id. */
  readonly names: RouteName[] = [{ method: "", route: OTHER }];
  readonly #keeps: RequestFilter;
  /** Time taken, and bytes sent, by route id. */
  readonly #latencies: LatencySketch[] = [new LatencySketch()];
  #bytes = new Float64Array(64);
  /** Number of a route and status: last ones by route id and slot, all by key. 0: none. */
  #slots = new Uint32Array(64 * SLOTS);
  readonly #pairIds = new Map<number, number>();
  /** By number of a route and status. */
  readonly #pairs: { readonly route: number; readonly status: number }[] = [{ route: 0, status: -1 }];
  #pairStatus = new Int32Array(64).fill(-1);
  #pairDuty = new Uint8Array(64);
  #pairCount = new Uint32Array(64);

  /** Starts with nothing; `keeps` is asked once for every route and status. */
  constructor(keeps: RequestFilter) {
    this.#keeps = keeps;
  }

  /** Takes new dictionary entries. */
  addNames(names: readonly RouteName[]): void {
    for (const name of names) {
      this.names.push(name);
      this.#latencies.push(new LatencySketch());
    }
    const { length } = this.names;
    if (length <= this.#bytes.length) return;
    this.#bytes = resized(this.#bytes, length);
    this.#slots = resized(this.#slots, this.#bytes.length * SLOTS);
  }

  /** Counts requests, and tells what else is to be done with them. */
  addBatch({ columns, bucket, duty }: RequestBatch): void {
    const { length, route, status, responseBytes, latencyMs } = columns;
    const [bytes, slots, latencies] = [this.#bytes, this.#slots, this.#latencies];
    let [statuses, duties, counts] = [this.#pairStatus, this.#pairDuty, this.#pairCount];
    for (let row = 0; row < length; row++) {
      const id = route[row]!;
      const slot = id * SLOTS + (status[row]! & (SLOTS - 1));
      if (statuses[slots[slot]!] !== status[row]) {
        slots[slot] = this.#pairFor(id, status[row]!);
        [statuses, duties, counts] = [this.#pairStatus, this.#pairDuty, this.#pairCount];
      }
      const pair = slots[slot]!;
      counts[pair]!++;
      duty[row] = duties[pair]!;
      bytes[id]! += responseBytes[row]!;
      if (bucket[row] !== NO_LATENCY) latencies[id]!.addTo(bucket[row]!, latencyMs[row]!, 1);
    }
  }

  /** Most frequent first, then by route, method. */
  list(): Route[] {
    const groups = Map.groupBy(this.names.keys(), (id) => {
      const { method, route } = this.names[id]!;
      return `${method} ${route}`;
    });
    const pairs = Map.groupBy(this.#pairs.keys(), (pair) => this.#pairs[pair]!.route);
    return [...groups.values()].map((ids) => this.#toRoute(ids, ids.flatMap((id) => pairs.get(id) ?? [])))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.route, b.route) || compareText(a.method, b.method))
      .slice(0, MAX_LISTED_ROUTES);
  }

  #pairFor(route: number, status: number): number {
    const key = route * 65_536 + status;
    const known = this.#pairIds.get(key);
    if (known !== undefined) return known;
    const pair = this.#pairs.push({ route, status }) - 1;
    this.#pairIds.set(key, pair);
    if (pair >= this.#pairStatus.length) {
      this.#pairStatus = resized(this.#pairStatus, pair + 1);
      this.#pairDuty = resized(this.#pairDuty, pair + 1);
      this.#pairCount = resized(this.#pairCount, pair + 1);
    }
    this.#pairStatus[pair] = status;
    this.#pairDuty[pair] = this.#dutyOf(this.names[route]!, status);
    return pair;
  }

  #dutyOf({ method, route }: RouteName, status: number): number {
    return DUTY_OF[routeKind(route)] | (status >= 400 || this.#keeps(method, route, status) ? KEPT : 0);
  }

  #toRoute(ids: readonly number[], pairs: readonly number[]): Route {
    const status = new Map<number, number>();
    const latency = new LatencySketch();
    for (const id of ids) latency.merge(this.#latencies[id]!);
    for (const pair of pairs.filter((one) => this.#pairCount[one]! > 0)) {
      const code = this.#pairStatus[pair]!;
      status.set(code, (status.get(code) ?? 0) + this.#pairCount[pair]!);
    }
    return {
      ...this.names[ids[0]!]!,
      count: sum(status.values()),
      status: Object.fromEntries(
        [...status].sort(([a], [b]) => a - b).map(([code, count]) => [code || "-", count]),
      ),
      responseBytes: sum(ids.map((id) => this.#bytes[id]!)),
      latencyMs: percentiles(latency),
    };
  }
}

/** Agents do not use Digest: what they are refused is an error at once. */
export const DUTY_OF: Readonly<Record<RouteKind, number>> = {
  health: 0,
  agent: TRAFFIC,
  login: TRAFFIC | DIGEST,
  other: TRAFFIC | DIGEST,
};

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function percentiles(latency: LatencySketch): Route["latencyMs"] {
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((share) => latency.quantileMs(share));
  if (p50 === null) return null;
  return { p50: p50!, p90: p90!, p95: p95!, p99: p99!, max: Math.round(latency.maxMs) };
}
