import {
  CELL_MS,
  classFloorMs,
  LATENCY_CLASSES,
  latencyClass,
  RequestCells,
} from "../../../lib/analyze/access/request_cells.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

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
  const cells = new RequestCells();
  const at = 1000 * CELL_MS;
  for (const [cell, latencyMs] of [[0, 10], [0, 9], [1, 10], [0, 5000], [0, NaN]] as const) {
    cells.add(3, 1, at + cell * CELL_MS, latencyMs);
  }
  cells.add(4, 0, at, 10);
  const shown = cells.list().map(({ route, host, total, forEach }) => {
    const sums = new Map<string, number>();
    forEach((cell, latency, count) => {
      const key = `${cell - 1000}/${latency}`;
      sums.set(key, (sums.get(key) ?? 0) + count);
    });
    return [route, host, total, Object.fromEntries(sums)];
  });
  assertEquals(shown, [[3, 1, 5, { "0/7": 2, "1/7": 1, "0/25": 1, "0/0": 1 }], [4, 0, 1, { "0/7": 1 }]]);
});

Deno.test("RequestCells loses no request, whatever the order", () => {
  const request = fc.tuple(fc.nat(5), fc.nat(2), fc.nat(20), fc.nat(9000));
  fc.assert(fc.property(fc.array(request), (requests) => {
    const cells = new RequestCells();
    for (const [route, host, cell, latencyMs] of requests) cells.add(route, host, cell * CELL_MS, latencyMs);
    let sum = 0;
    for (const { forEach } of cells.list()) forEach((_cell, _latency, count) => sum += count);
    assertEquals(sum, requests.length);
  }));
});
