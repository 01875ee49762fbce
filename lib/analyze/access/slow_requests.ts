import type { LogSpan } from "../span_of_logs.ts";
import { CELL_MS } from "./cell_counts.ts";
import { LATENCY_CLASSES, latencyClass } from "./latency_class.ts";
import { type CellSeries, classIn, requestsIn } from "./request_cells.ts";
import type { RouteName } from "./route_tally.ts";
import { routeKind } from "./route_kind.ts";
import { usualLevel } from "./usual_level.ts";

/** Routes that are judged: those with most requests. */
const MAX_ROUTES = 100;
const MIN_REQUESTS = 300;
/** Windows in which a route's usual latency is looked for, in cells. */
const WINDOWS = [1, 2, 6, 12] as const;
const MIN_WINDOW_REQUESTS = 25;
const MIN_WINDOWS = 12;
/** Slow is four classes above the usual p95, which is three to four times as long; slower, two. */
const SLOW_CLASSES = 4;
const SLOWER_CLASSES = 2;
/** Nobody minds requests that take less, milliseconds. */
const LEAST_SLOW: number = latencyClass(400);
const LEAST_SLOWER: number = latencyClass(150);

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
  /** Those that are at least slower than usual. */
  readonly slower: Uint32Array;
  /** Class of latency that is slow for the route. */
  readonly slowClass: number;
  /** Class of latency that is slower. */
  readonly slowerClass: number;
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

/** Requests of one series that tell their latency, in a range of cells. */
interface ToldRequests {
  /** Host number. */
  readonly host: number;
  /** Of each count, the cell from the start of the range, and the class of latency. */
  readonly cells: Uint32Array;
  readonly classes: Uint8Array;
  readonly counts: Uint32Array;
  /** Requests by cell. */
  readonly requests: Uint32Array;
}

/** Counts what is slow for each route by its own usual latency: a change in the mix of routes changes nothing. */
export function slowRequests(
  series: readonly CellSeries[],
  names: readonly RouteName[],
  range: CellRange,
): SlowSeries[] {
  const byRoute = Map.groupBy(series, ({ route }) => `${names[route]!.method} ${names[route]!.route}`);
  return [...byRoute].map(([route, own]) => ({ route, own, total: totalOf(own) }))
    .filter(({ own, total }) => total >= MIN_REQUESTS && routeKind(names[own[0]!.route]!.route) !== "health")
    .sort((a, b) => b.total - a.total || (a.route < b.route ? -1 : 1)).slice(0, MAX_ROUTES)
    .flatMap(({ route, own }) => {
      const told = own.map((one) => toldRequests(one, range));
      const usual = usualClass(told, range.length);
      if (usual === null) return [];
      const slowClass = Math.max(usual + SLOW_CLASSES, LEAST_SLOW);
      const slowerClass = Math.max(usual + SLOWER_CLASSES, LEAST_SLOWER);
      return [...Map.groupBy(told, ({ host }) => host)].map(([host, ofHost]) =>
        slowSeries({ route, host, slowClass, slowerClass }, ofHost, range.length)
      );
    });
}

function toldRequests({ host, cells, counts }: CellSeries, { first, length }: CellRange): ToldRequests {
  const told = {
    cells: new Uint32Array(cells.length),
    classes: new Uint8Array(cells.length),
    counts: new Uint32Array(cells.length),
  };
  const requests = new Uint32Array(length);
  let size = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]! - first;
    const latency = classIn(counts[i]!);
    if (latency === 0 || cell < 0 || cell >= length) continue;
    told.cells[size] = cell;
    told.classes[size] = latency;
    requests[cell]! += told.counts[size++] = requestsIn(counts[i]!);
  }
  return {
    host,
    cells: told.cells.subarray(0, size),
    classes: told.classes.subarray(0, size),
    counts: told.counts.subarray(0, size),
    requests,
  };
}

/** Requests in the shortest windows of which most have enough of them; null when no windows have. */
export function windowLength(requests: Uint32Array, minRequests: number): number | null {
  return WINDOWS.find((length) => {
    const sums = windowSums(requests, length).filter((sum) => sum > 0).sort();
    return sums.length >= MIN_WINDOWS && sums[sums.length >> 1]! >= minRequests;
  }) ?? null;
}

/** Sums of windows of that many cells; of one each, the counts themselves. */
export function windowSums(counts: Uint32Array, length: number): Uint32Array {
  if (length === 1) return counts;
  const sums = new Uint32Array(Math.ceil(counts.length / length));
  for (let i = 0; i < counts.length; i++) sums[Math.floor(i / length)]! += counts[i]!;
  return sums;
}

function slowSeries(
  place: Pick<SlowSeries, "route" | "host" | "slowClass" | "slowerClass">,
  own: readonly ToldRequests[],
  length: number,
): SlowSeries {
  const slow = new Uint32Array(length);
  const slower = new Uint32Array(length);
  for (const { cells, classes, counts } of own) {
    for (let i = 0; i < cells.length; i++) {
      if (classes[i]! >= place.slowClass) slow[cells[i]!]! += counts[i]!;
      if (classes[i]! >= place.slowerClass) slower[cells[i]!]! += counts[i]!;
    }
  }
  const histogram = (from: number, to: number) => histogramOf(own, from, to);
  return { ...place, requests: requestsOf(own, length), slow, slower, histogram };
}

function requestsOf(own: readonly ToldRequests[], length: number): Uint32Array {
  if (own.length === 1) return own[0]!.requests;
  const sums = new Uint32Array(length);
  for (const { requests } of own) {
    for (let cell = 0; cell < length; cell++) sums[cell]! += requests[cell]!;
  }
  return sums;
}

/** Requests by class of latency in a stretch of cells. */
function histogramOf(own: readonly ToldRequests[], from: number, to: number): Uint32Array {
  const histogram = new Uint32Array(LATENCY_CLASSES);
  for (const { cells, classes, counts } of own) {
    for (let i = 0; i < cells.length; i++) {
      if (cells[i]! >= from && cells[i]! < to) histogram[classes[i]!]! += counts[i]!;
    }
  }
  return histogram;
}

/** Usual p95 of windows, as a class; null with too few requests. */
function usualClass(own: readonly ToldRequests[], length: number): number | null {
  const requests = requestsOf(own, length);
  const cellsInWindow = windowLength(requests, MIN_WINDOW_REQUESTS);
  if (cellsInWindow === null) return null;
  const totals = windowSums(requests, cellsInWindow);
  const sums = new Uint32Array(totals.length * LATENCY_CLASSES);
  for (const { cells, classes, counts } of own) {
    for (let i = 0; i < cells.length; i++) {
      sums[Math.floor(cells[i]! / cellsInWindow) * LATENCY_CLASSES + classes[i]!]! += counts[i]!;
    }
  }
  const usual: number[] = [];
  for (let window = 0; window < totals.length; window++) {
    if (totals[window]! < MIN_WINDOW_REQUESTS) continue;
    const histogram = sums.subarray(window * LATENCY_CLASSES, (window + 1) * LATENCY_CLASSES);
    usual.push(quantileClass(histogram, 0.95));
  }
  return usual.length < MIN_WINDOWS
    ? null
    : usualLevel(usual, (before, after) => after >= Math.max(before + SLOW_CLASSES, LEAST_SLOW));
}

/** Class that a share of all requests do not exceed. */
export function quantileClass(histogram: Uint32Array, share: number): number {
  const rank = Math.ceil(share * sumOf(histogram));
  let sum = 0;
  for (let one = 0; one < histogram.length; one++) if ((sum += histogram[one]!) >= rank) return one;
  return 0;
}

function totalOf(own: readonly CellSeries[]): number {
  return own.reduce((sum, { total }) => sum + total, 0);
}

function sumOf(counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
