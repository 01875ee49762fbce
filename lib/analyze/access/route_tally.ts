import type { Route } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { LATENCY_BUCKETS, quantileMs } from "../latency_sketch.ts";
import type { CountMemory } from "./count_memory.ts";
import { DUTY_OF, KEPT } from "./request_duty.ts";
import { routeKind } from "./route_kind.ts";

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

/** Words of a pair, doubles of a route: see `assembly/places.as.ts`. */
const PAIR_WORDS = 4;
const ROUTE_DOUBLES = 10;
/** No request has it. */
const NO_STATUS = 0xffff_ffff;

/** Counts by method and route, and by status: what is to be done with the requests of both is decided once. */
export class RouteTally {
  /** Names by route id. */
  readonly names: RouteName[] = [{ method: "", route: OTHER }];
  readonly #keeps: RequestFilter;
  readonly #maxPairs: number;
  readonly #pairIds = new Map<number, number>();
  /** By number of a route and status; number 0 is of none, the last one of all that there is no room for. */
  readonly #pairs: { readonly route: number; readonly status: number }[] = [{ route: 0, status: NO_STATUS }];
  readonly #pairTable: Uint32Array;
  /** Requests of pairs that there is no room for, by key. */
  readonly #more = new Map<number, number>();
  /** Bytes sent and largest latency by route id; latencies by route id and bucket. */
  readonly #routeTable: Float64Array;
  readonly #sketches: Uint32Array;

  /** Starts with nothing; `keeps` is asked once for every route and status. */
  constructor(keeps: RequestFilter, memory: CountMemory) {
    this.#keeps = keeps;
    this.#maxPairs = memory.at("MAX_PAIRS") - 1;
    this.#pairTable = memory.view(Uint32Array, "PAIR_TABLE");
    this.#routeTable = memory.view(Float64Array, "ROUTE_TABLE");
    this.#sketches = memory.view(Uint32Array, "SKETCHES");
    this.#pairTable[0] = NO_STATUS;
  }

  /** Takes new dictionary entries. */
  addNames(names: readonly RouteName[]): void {
    for (const name of names) this.names.push(name);
  }

  /** Number of a route and status: see `assembly/env.as.ts`. */
  pairOf(route: number, status: number): number {
    const key = route * 65_536 + status;
    const known = this.#pairIds.get(key);
    if (known !== undefined) return known;
    const duty = this.#dutyOf(this.names[route]!, status);
    if (this.#pairs.length >= this.#maxPairs) return this.#countMore(key, duty);
    const pair = this.#pairs.push({ route, status }) - 1;
    this.#pairIds.set(key, pair);
    this.#pairTable.set([status, duty], pair * PAIR_WORDS);
    return pair;
  }

  /** Most frequent first, then by route, method. */
  list(): Route[] {
    const groups = Map.groupBy(this.names.keys(), (id) => {
      const { method, route } = this.names[id]!;
      return `${method} ${route}`;
    });
    const counts = Map.groupBy(this.#counts(), ({ route }) => route);
    return [...groups.values()].map((ids) => this.#toRoute(ids, ids.flatMap((id) => counts.get(id) ?? [])))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.route, b.route) || compareText(a.method, b.method))
      .slice(0, MAX_LISTED_ROUTES);
  }

  #countMore(key: number, duty: number): number {
    this.#more.set(key, (this.#more.get(key) ?? 0) + 1);
    this.#pairTable.set([NO_STATUS, duty], this.#maxPairs * PAIR_WORDS);
    return this.#maxPairs;
  }

  #dutyOf({ method, route }: RouteName, status: number): number {
    return DUTY_OF[routeKind(route)] | (status >= 400 || this.#keeps(method, route, status) ? KEPT : 0);
  }

  #toRoute(ids: readonly number[], counts: readonly StatusCount[]): Route {
    const status = new Map<number, number>();
    for (const { status: code, count } of counts) status.set(code, (status.get(code) ?? 0) + count);
    return {
      ...this.names[ids[0]!]!,
      count: sum(status.values()),
      status: Object.fromEntries(
        [...status].sort(([a], [b]) => a - b).map(([code, count]) => [code || "-", count]),
      ),
      responseBytes: sum(ids.map((id) => this.#routeTable[id * ROUTE_DOUBLES]!)),
      latencyMs: this.#percentiles(ids),
    };
  }

  /** Requests by route and status, of those that have any. */
  #counts(): StatusCount[] {
    const counted = this.#pairs.map((pair, number) => ({
      ...pair,
      count: this.#pairTable[number * PAIR_WORDS + 2]!,
    }));
    const more = [...this.#more].map(([key, count]) => ({
      route: Math.floor(key / 65_536),
      status: key % 65_536,
      count,
    }));
    return [...counted, ...more].filter(({ count }) => count > 0);
  }

  #percentiles(ids: readonly number[]): Route["latencyMs"] {
    const buckets = new Uint32Array(LATENCY_BUCKETS);
    let maxMs = 0;
    for (const id of ids) {
      const own = this.#sketches.subarray(id * LATENCY_BUCKETS, (id + 1) * LATENCY_BUCKETS);
      for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket++) buckets[bucket]! += own[bucket]!;
      maxMs = Math.max(maxMs, this.#routeTable[id * ROUTE_DOUBLES + 1]!);
    }
    const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((share) => quantileMs(buckets, maxMs, share));
    if (p50 === null) return null;
    return { p50: p50!, p90: p90!, p95: p95!, p99: p99!, max: Math.round(maxMs) };
  }
}

/** Requests of a route with a status. */
interface StatusCount {
  readonly route: number;
  readonly status: number;
  readonly count: number;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
