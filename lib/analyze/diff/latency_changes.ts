import type { Analysis, Route } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { type RateSample, rateTest } from "../statistics/rate_test.ts";
import { rounded, type TestedChange, toldChanges } from "./count_change.ts";

/** A percentile of how long a route takes is much higher or lower than it was. */
export interface LatencyChange extends TestedChange {
  /** HTTP method. */
  readonly method: string;
  /** Route template. */
  readonly route: string;
  /** Which percentile: half of the requests take longer than `p50`, one in twenty longer than `p95`. */
  readonly percentile: "p50" | "p95";
  /** Before, with the number of requests. */
  readonly before: RouteLatency;
  /** After. */
  readonly after: RouteLatency;
}

/** A percentile of one side. */
export interface RouteLatency {
  /** Requests. */
  readonly requests: number;
  /** The percentile, in milliseconds. */
  readonly latencyMs: number;
}

type Percentiles = NonNullable<Route["latencyMs"]>;

/** Less is rounding: latencies are logged in milliseconds, percentiles are of classes 5 % wide. */
const MIN_CHANGE_MS = 10;
/** Requests of one moment are slow together: they count as so many times fewer. */
const REQUESTS_A_SAMPLE = 10;
/** What the percentiles that are stored say: this share of the requests takes longer. */
const SHARES_LONGER = [["p50", 0.5], ["p90", 0.1], ["p95", 0.05], ["p99", 0.01]] as const;

/**
 * Compares the median and the 95th percentile of each route. Only percentiles are stored, so the test is of shares: how
 * many requests took longer than a limit, one of both values, read from the percentiles around it. A change is told from
 * twice, or half, on.
 */
export function compareLatencies(before: Analysis, after: Analysis): LatencyChange[] {
  const known = new Map(before.access.routes.map((route) => [`${route.method} ${route.route}`, route]));
  const tested = after.access.routes.flatMap((route) => {
    const earlier = known.get(`${route.method} ${route.route}`);
    return earlier === undefined ? [] : testRoute(earlier, route);
  });
  return toldChanges(tested).filter(({ before, after }) =>
    Math.abs(after.latencyMs - before.latencyMs) >= MIN_CHANGE_MS
  ).sort(byImportance);
}

function testRoute(before: Route, after: Route): Omit<LatencyChange, "qValue">[] {
  if (before.latencyMs === null || after.latencyMs === null) return [];
  const [early, late] = [before.latencyMs, after.latencyMs];
  const { method, route } = after;
  return (["p50", "p95"] as const).flatMap((percentile) => {
    const [a, b] = [early[percentile], late[percentile]];
    if (a === 0 && b === 0) return [];
    // Nothing is stored of the quicker half, so medians are compared above the higher one.
    const limit = percentile === "p50" ? Math.max(a, b) : Math.min(a, b);
    return [{
      method,
      route,
      percentile,
      before: { requests: before.count, latencyMs: a },
      after: { requests: after.count, latencyMs: b },
      ratio: a === 0 ? null : rounded(b / a),
      pValue: rateTest(longerThan(limit, early, before.count), longerThan(limit, late, after.count)).pValue,
    }];
  });
}

function longerThan(limitMs: number, percentiles: Percentiles, requests: number): RateSample {
  const samples = requests / REQUESTS_A_SAMPLE;
  return { count: Math.round(shareLonger(limitMs, percentiles) * samples), exposure: samples };
}

/** The share of requests that take longer, never more than one half. */
function shareLonger(limitMs: number, percentiles: Percentiles): number {
  let [belowMs, belowShare] = [0, 0.5];
  for (const [percentile, share] of SHARES_LONGER) {
    const ms = percentiles[percentile];
    // Of equal percentiles the first one: so many take at least as long.
    if (ms >= limitMs) {
      const part = ms === belowMs ? 0 : (ms - limitMs) / (ms - belowMs);
      return share + part * (belowShare - share);
    }
    [belowMs, belowShare] = [ms, share];
  }
  return limitMs > percentiles.max ? 0 : 0.01;
}

function byImportance(a: LatencyChange, b: LatencyChange): number {
  return Number(b.after.latencyMs > b.before.latencyMs) - Number(a.after.latencyMs > a.before.latencyMs) ||
    addedMs(b) - addedMs(a) || compareText(a.route, b.route) || compareText(a.method, b.method) ||
    compareText(a.percentile, b.percentile);
}

/** Time that all requests together take more, or less. */
function addedMs({ before, after }: LatencyChange): number {
  return Math.abs(after.latencyMs - before.latencyMs) * Math.min(before.requests, after.requests);
}
