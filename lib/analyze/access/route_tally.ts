import type { Route } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { LatencySketch } from "../latency_sketch.ts";
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

/** Requests of one status. */
export interface StatusCount {
  /** HTTP status; 0: none. */
  readonly status: number;
  /** Requests. */
  count: number;
  /** Whether their times are kept. */
  readonly isKept: boolean;
}

/** What is counted for one route. */
export interface RouteCount {
  /** Whose requests it takes. */
  readonly kind: RouteKind;
  /** Requests. */
  count: number;
  /** By status. */
  readonly statuses: Map<number, StatusCount>;
  /** Status of its last request: the next one mostly has the same. */
  last: StatusCount | null;
  /** Bytes sent. */
  responseBytes: number;
  /** Times taken. */
  readonly latency: LatencySketch;
}

/** Whether requests of that kind are kept with their times, and not only counted. */
export type RequestFilter = (method: string, route: string, status: number) => boolean;

/** Counts by method and route. */
export class RouteTally {
  /** Names by route id. */
  readonly names: RouteName[] = [{ method: "", route: OTHER }];
  /** Counts by route id. */
  readonly counts: RouteCount[] = [newCount("other")];
  readonly #keeps: RequestFilter;

  /** Starts with nothing; `keeps` is asked once for every route and status. */
  constructor(keeps: RequestFilter) {
    this.#keeps = keeps;
  }

  /** Takes new dictionary entries. */
  addNames(names: readonly RouteName[]): void {
    for (const name of names) {
      this.names.push(name);
      this.counts.push(newCount(routeKind(name.route)));
    }
  }

  /** The count of a route's requests of a status. */
  statusOf(route: number, status: number): StatusCount {
    const count = this.counts[route]!;
    if (count.last?.status === status) return count.last;
    let found = count.statuses.get(status);
    if (found === undefined) {
      const { method, route: path } = this.names[route]!;
      found = { status, count: 0, isKept: status >= 400 || this.#keeps(method, path, status) };
      count.statuses.set(status, found);
    }
    return count.last = found;
  }

  /** Most frequent first, then by route, method. */
  list(): Route[] {
    const groups = Map.groupBy(this.counts.keys(), (id) => {
      const { method, route } = this.names[id]!;
      return `${method} ${route}`;
    });
    return [...groups.values()].map((ids) => this.#toRoute(ids)).filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.route, b.route) || compareText(a.method, b.method))
      .slice(0, MAX_LISTED_ROUTES);
  }

  #toRoute(ids: readonly number[]): Route {
    const counts = ids.map((id) => this.counts[id]!);
    const status = new Map<number, number>();
    const latency = new LatencySketch();
    for (const { statuses, latency: own } of counts) {
      latency.merge(own);
      for (const { status: code, count } of statuses.values()) {
        status.set(code, (status.get(code) ?? 0) + count);
      }
    }
    return {
      ...this.names[ids[0]!]!,
      count: counts.reduce((sum, { count }) => sum + count, 0),
      status: Object.fromEntries(
        [...status].sort(([a], [b]) => a - b).map(([code, count]) => [code || "-", count]),
      ),
      responseBytes: counts.reduce((sum, { responseBytes }) => sum + responseBytes, 0),
      latencyMs: percentiles(latency),
    };
  }
}

function newCount(kind: RouteKind): RouteCount {
  return {
    kind,
    count: 0,
    statuses: new Map(),
    last: null,
    responseBytes: 0,
    latency: new LatencySketch(),
  };
}

function percentiles(latency: LatencySketch): Route["latencyMs"] {
  if (latency.count === 0) return null;
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((share) => latency.quantileMs(share));
  return { p50: p50!, p90: p90!, p95: p95!, p99: p99!, max: Math.round(latency.maxMs) };
}
