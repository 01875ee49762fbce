import { CELL_MS } from "../access/cell_counts.ts";
import { LATENCY_CLASSES } from "../access/latency_class.ts";
import { type CellSeries, classIn, requestsIn } from "../access/request_cells.ts";
import { routeKind } from "../access/route_kind.ts";
import type { TimeGrid } from "../time_grid.ts";
import type { MeasuredLogs } from "./measured_logs.ts";

/** A grid is no finer than so many buckets: four weeks by five minutes. */
const MAX_BUCKETS = 8064;
/** Hosts with tables of their own. */
const MAX_HOSTS = 16;

/** Requests by bucket and class of latency, without health probes. */
export interface RequestTable {
  /** Buckets on the API's clock, as fine as requests are counted. */
  readonly grid: TimeGrid;
  /** Of all hosts: buckets times classes; the first class tells no latency. */
  readonly all: Uint32Array;
  /** Of a host (name). */
  readonly of: (host: string) => Uint32Array | null;
}

/** Lays all requests out in one pass. */
export function requestTable({ tally, span: { startMs, endMs }, clocks }: MeasuredLogs): RequestTable {
  const first = Math.floor(startMs / CELL_MS);
  const cells = Math.floor(endMs / CELL_MS) - first + 1;
  const perBucket = Math.ceil(cells / MAX_BUCKETS);
  const length = Math.ceil(cells / perBucket);
  const tables = tally.hosts.map((_, host) =>
    new Uint32Array(host < MAX_HOSTS ? length * LATENCY_CLASSES : 0)
  );
  const all = new Uint32Array(length * LATENCY_CLASSES);
  for (const series of tally.access.cells.list()) {
    if (routeKind(tally.access.routes.names[series.route]!.route) === "health") continue;
    const own = tables[series.host]!;
    const shifted = first + Math.round(clocks(tally.hosts[series.host]!) / CELL_MS);
    addSeries(own.length > 0 ? own : all, series, shifted, perBucket);
  }
  for (const own of tables) for (let at = 0; at < own.length; at++) all[at]! += own[at]!;
  return {
    grid: { startMs: first * CELL_MS, bucketMs: CELL_MS * perBucket, length },
    all,
    of: (host) => tables[tally.hosts.indexOf(host)] ?? null,
  };
}

function addSeries(
  table: Uint32Array,
  { cells, counts }: CellSeries,
  first: number,
  perBucket: number,
): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]! - first;
    const at = (cell / perBucket | 0) * LATENCY_CLASSES + classIn(counts[i]!);
    if (cell >= 0 && at < table.length) table[at] = table[at]! + requestsIn(counts[i]!);
  }
}
