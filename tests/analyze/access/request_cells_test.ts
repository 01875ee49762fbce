import { CELL_MS } from "../../../lib/analyze/access/cell_counts.ts";
import { classFloorMs, LATENCY_CLASSES, latencyClass } from "../../../lib/analyze/access/latency_class.ts";
import {
  type CellSeries,
  classIn,
  type RequestCells,
  requestsBetween,
  requestsIn,
} from "../../../lib/analyze/access/request_cells.ts";
import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { emptyBlock } from "./access_case.ts";

/** A request: its route, host, cell and latency. */
type Row = readonly [route: number, host: number, cell: number, latencyMs: number];

/** Counts one request after the other, so that every one is a block of its own. */
function cellsOf(rows: readonly Row[]): RequestCells {
  const tally = new AccessTally();
  addRoutes(tally, 1000);
  for (const [route, host, cell, latencyMs] of rows) {
    const block = {
      ...emptyBlock(1),
      route: Uint32Array.of(route),
      timeMs: Float64Array.of(cell * CELL_MS),
      latencyMs: Float32Array.of(latencyMs),
    };
    tally.add(block, null, host);
  }
  return tally.cells;
}

function addRoutes(tally: AccessTally, count: number): void {
  const routes = Array.from({ length: count }, (_, at) => ({ method: "GET", route: `/${at}` }));
  tally.addEntries({ scopes: [], threads: [], users: [], clients: [], agents: [], routes });
}

/** Requests by cell and class. */
function sumsOf({ cells, counts }: CellSeries): Map<string, number> {
  const sums = new Map<string, number>();
  counts.forEach((count, at) => {
    const key = `${cells[at]! - 1000}/${classIn(count)}`;
    sums.set(key, (sums.get(key) ?? 0) + requestsIn(count));
  });
  return sums;
}

Deno.test("latencyClass() has a class of its own for what is not told, and one for each half doubling", () => {
  assertEquals([NaN, -1, 0, 1, 2, 3, 10, 1000, 1e12].map(latencyClass), [0, 0, 1, 3, 4, 5, 7, 20, 31]);
});

Deno.test("classFloorMs() is the least latency of a class", () => {
  for (let one = 1; one < LATENCY_CLASSES; one++) {
    const floorMs = Math.ceil(classFloorMs(one));
    if (one !== 2) assertEquals(latencyClass(floorMs), one, `${one}`);
    if (floorMs > 0) assert(latencyClass(floorMs - 1) < one, `${one}`);
  }
});

Deno.test("RequestCells counts by route, host, five minutes and class, cells that come in parts added up", () => {
  const own = [[1000, 10], [1000, 9], [1001, 10], [1000, 5000], [1000, NaN]] as const;
  const cells = cellsOf([...own.map(([cell, ms]): Row => [3, 1, cell, ms]), [4, 0, 1000, 10]]);
  assertEquals(
    cells.list().map((one) => [one.route, one.host, one.total, Object.fromEntries(sumsOf(one))]),
    [[3, 1, 5, { "0/7": 2, "1/7": 1, "0/25": 1, "0/0": 1 }], [4, 0, 1, { "0/7": 1 }]],
  );
});

Deno.test("RequestCells.list() tells what was counted so far, and more when there is more", () => {
  const tally = new AccessTally();
  addRoutes(tally, 1000);
  tally.add({ ...emptyBlock(1), route: Uint32Array.of(70) }, null, 0);
  assertEquals(tally.cells.list().map(({ total }) => total), [1]);
  tally.add({ ...emptyBlock(2), route: Uint32Array.of(70, 900) }, null, 2);
  assertEquals(tally.cells.list().map(({ route, host, total }) => [route, host, total]), [
    [70, 0, 1],
    [70, 2, 1],
    [900, 2, 1],
  ]);
});

Deno.test("RequestCells counts every request by its series and cell, whatever the order", () => {
  const request: fc.Arbitrary<Row> = fc.tuple(fc.nat(80), fc.nat(2), fc.nat(20), fc.nat(9000));
  fc.assert(fc.property(fc.array(request), (requests) => {
    const list = cellsOf(requests).list();
    const expected = Map.groupBy(
      requests,
      ([route, host, cell, ms]) => `${route} ${host} ${cell - 1000}/${latencyClass(ms)}`,
    );
    const sums = list.flatMap((one) =>
      [...sumsOf(one)].map(([key, sum]) => [`${one.route} ${one.host} ${key}`, sum] as const)
    );
    assertEquals(new Map(sums), new Map([...expected].map(([key, own]) => [key, own.length])));
  }));
});

Deno.test("requestsBetween() counts the cells at the edges by their share of the time", () => {
  const list = cellsOf([[1, 0, 4, 10], [1, 0, 4, 900], [1, 0, 5, 10], [2, 1, 6, 10], [2, 1, 9, 10]]).list();
  const between = (from: number, to: number) =>
    requestsBetween(list, { fromMs: from * CELL_MS, toMs: to * CELL_MS });
  assertEquals([between(0, 20), between(4.5, 6), between(4.25, 4.5), between(7, 9)], [5, 2, 0.5, 0]);
});
