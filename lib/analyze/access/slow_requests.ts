import type { LogSpan } from "../span_of_logs.ts";
import { CELL_MS } from "./cell_counts.ts";
import { LATENCY_CLASSES, latencyClass } from "./latency_class.ts";
import { type CellSeries, classIn, requestsIn } from "./request_cells.ts";
import type { RouteName } from "./route_tally.ts";
import { routeKind } from "./route_kind.ts";
import { usualLevel } from "./usual_level.ts";

/** Routes that are judged: those with most requests. */
const MAX_ROUTES = 100;
const MIN_REQUESTS = 500;
/** Windows in which a route's usual latency is looked for, in cells. */
const WINDOWS = [1, 2, 6, 12] as const;
const MIN_WINDOW_REQUESTS = 40;
const MIN_WINDOWS = 12;
/** Slow is four classes above the usual p95, which is three to four times as long. */
const SLOW_CLASSES = 4;
/** Nobody minds requests that take less, milliseconds. */
const LEAST_SLOW: number = latencyClass(400);

/** Requests of one route on one host by cell of the span, and how many of them were slow for that route. */
export interface SlowSeries {
  /** Method and route template. */
  readonly route: string;
  /** Host number. */
  readonly host: number;
  /** Requests by cell. */
  readonly requests: Uint32Array;
  /** Slow ones of them. */
  readonly slow: Uint32Array;
  /** Class of latency that is slow for the route. */
  readonly slowClass: number;
  /** Counts by class of latency in a stretch of cells. */
  readonly histogram: (fromCell: number, toCell: number) => Uint32Array;
}

/** The cells of a span. */
export interface CellRange {
  /** Number of the first since the epoch. */
  readonly first: number;
  /** Cells. */
  readonly length: number;
}

/** The cells of a span. */
export function cellsOf({ startMs, endMs }: LogSpan): CellRange {
  const first = Math.floor(startMs / CELL_MS);
  return { first, length: Math.floor(endMs / CELL_MS) - first + 1 };
}

/** Counts what is slow for each route by its own usual latency: a change in the mix of routes changes nothing. */
export function slowRequests(
  cells: readonly CellSeries[],
  names: readonly RouteName[],
  range: CellRange,
): SlowSeries[] {
  const byRoute = Map.groupBy(cells, ({ route }) => `${names[route]!.method} ${names[route]!.route}`);
  return [...byRoute].map(([route, own]) => ({ route, own, total: totalOf(own) }))
    .filter(({ own, total }) => total >= MIN_REQUESTS && routeKind(names[own[0]!.route]!.route) !== "health")
    .sort((a, b) => b.total - a.total || (a.route < b.route ? -1 : 1)).slice(0, MAX_ROUTES)
    .flatMap(({ route, own }) => {
      const usual = usualClass(own, range);
      if (usual === null) return [];
      const slowClass = Math.max(usual + SLOW_CLASSES, LEAST_SLOW);
      return [...Map.groupBy(own, ({ host }) => host)].map(([host, series]) =>
        slowSeries({ route, host, slowClass }, series, range)
      );
    });
}

/** Requests in the shortest windows of which most have enough of them; null when no windows have. */
export function windowLength(requests: Uint32Array, minRequests: number): number | null {
  return WINDOWS.find((length) => {
    const sums = windowSums(requests, length).filter((sum) => sum > 0).sort();
    return sums.length >= MIN_WINDOWS && sums[sums.length >> 1]! >= minRequests;
  }) ?? null;
}

/** Sums of windows of that many cells. */
export function windowSums(counts: Uint32Array, length: number): Uint32Array {
  const sums = new Uint32Array(Math.ceil(counts.length / length));
  for (let i = 0; i < counts.length; i++) sums[Math.floor(i / length)]! += counts[i]!;
  return sums;
}

function slowSeries(
  { route, host, slowClass }: Pick<SlowSeries, "route" | "host" | "slowClass">,
  own: readonly CellSeries[],
  range: CellRange,
): SlowSeries {
  const requests = new Uint32Array(range.length);
  const slow = new Uint32Array(range.length);
  visit(own, range, (cell, latency, count) => {
    requests[cell]! += count;
    if (latency >= slowClass) slow[cell]! += count;
  });
  const histogram = (from: number, to: number) => {
    const counts = new Uint32Array(LATENCY_CLASSES);
    visit(own, range, (cell, latency, count) => {
      if (cell >= from && cell < to) counts[latency]! += count;
    });
    return counts;
  };
  return { route, host, requests, slow, slowClass, histogram };
}

/** Usual p95 of windows, as a class; null with too few requests. */
function usualClass(own: readonly CellSeries[], range: CellRange): number | null {
  const requests = new Uint32Array(range.length);
  visit(own, range, (cell, _latency, count) => requests[cell]! += count);
  const length = windowLength(requests, MIN_WINDOW_REQUESTS);
  if (length === null) return null;
  const windows = Math.ceil(range.length / length);
  const counts = new Uint32Array(windows * LATENCY_CLASSES);
  visit(
    own,
    range,
    (cell, latency, count) => counts[Math.floor(cell / length) * LATENCY_CLASSES + latency]! += count,
  );
  const classes: number[] = [];
  for (let window = 0; window < windows; window++) {
    const histogram = counts.subarray(window * LATENCY_CLASSES, (window + 1) * LATENCY_CLASSES);
    if (sumOf(histogram) >= MIN_WINDOW_REQUESTS) classes.push(quantileClass(histogram, 0.95));
  }
  return classes.length < MIN_WINDOWS
    ? null
    : usualLevel(classes, (before, after) => after >= Math.max(before + SLOW_CLASSES, LEAST_SLOW));
}

/** Class that a share of all requests do not exceed. */
export function quantileClass(histogram: Uint32Array, share: number): number {
  const rank = Math.ceil(share * sumOf(histogram));
  let sum = 0;
  return Math.max(0, histogram.findIndex((count) => (sum += count) >= rank));
}

/** Requests that tell their latency, with cells counted from the start of the range. */
function visit(
  own: readonly CellSeries[],
  { first, length }: CellRange,
  take: (cell: number, latency: number, count: number) => void,
): void {
  for (const { cells, counts } of own) {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]! - first;
      const latency = classIn(counts[i]!);
      if (latency > 0 && cell >= 0 && cell < length) take(cell, latency, requestsIn(counts[i]!));
    }
  }
}

function totalOf(own: readonly CellSeries[]): number {
  return own.reduce((sum, { total }) => sum + total, 0);
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
