import { CELL_MS } from "../../../lib/analyze/access/cell_counts.ts";
import { LatencyCells } from "../../../lib/analyze/access/latency_cells.ts";
import { latencyBucket } from "../../../lib/analyze/latency_sketch.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

const START_CELL = Date.UTC(2026, 3, 12) / CELL_MS;

/** Requests as `[host, cell after the start, latency]`. */
function cellsOf(requests: readonly (readonly [host: number, cell: number, ms: number, count?: number])[]) {
  const cells = new LatencyCells();
  for (const [host, cell, ms, count = 1] of requests) {
    cells.add(host, START_CELL + cell, latencyBucket(ms), count);
    cells.addMax(host, START_CELL + cell, ms);
  }
  return cells;
}

function gridOf(bucketMs: number, length: number): { startMs: number; bucketMs: number; length: number } {
  return { startMs: START_CELL * CELL_MS, bucketMs, length };
}

Deno.test("LatencyCells.p95() tells hosts apart, and merges cells into wider buckets", () => {
  const p95 = cellsOf([[0, 0, 10], [1, 0, 20], [0, 1, 40], [0, 3, 80], [1023, 2, 7]]).p95();
  assertEquals(p95(0, gridOf(CELL_MS, 4)), [10, 40, null, 80]);
  assertEquals(p95(0, gridOf(2 * CELL_MS, 2)), [40, 80]);
  assertEquals(p95(1, gridOf(CELL_MS, 2)), [20, null]);
  assertEquals(p95(1023, gridOf(CELL_MS, 4)), [null, null, 7, null]);
  assertEquals(p95(5, gridOf(CELL_MS, 1)), [null]);
});

Deno.test("LatencyCells.p95() leaves the slowest twentieth out", () => {
  const p95 = cellsOf([[0, 0, 10, 95], [0, 0, 5000, 5]]).p95();
  assertEquals(p95(0, gridOf(CELL_MS, 1)), [10]);
  assertEquals(cellsOf([[0, 0, 10, 94], [0, 0, 5000, 6]]).p95()(0, gridOf(CELL_MS, 1)), [5000]);
});

Deno.test("LatencyCells.p95() gives minutes that of the five minutes they begin in", () => {
  const p95 = cellsOf([[0, 0, 10], [0, 1, 40]]).p95();
  assertEquals(p95(0, gridOf(120_000, 5)), [10, 10, 10, 40, 40]);
  assertEquals(p95(0, { startMs: (START_CELL + 1) * CELL_MS - 60_000, bucketMs: 60_000, length: 2 }), [
    10,
    40,
  ]);
});

Deno.test("LatencyCells.p95() ignores what is before and after a grid", () => {
  const p95 = cellsOf([[0, -3, 900], [0, 0, 10], [0, 9, 900]]).p95();
  assertEquals(p95(0, gridOf(CELL_MS, 2)), [10, null]);
});

Deno.test("LatencyCells counts more requests of one latency than one number holds", () => {
  const cells = cellsOf([[0, 0, 10, 20_000_000]]);
  const sketches = cells.sketches({ firstCell: START_CELL, cells: 1, length: 1 });
  assertEquals(sketches[latencyBucket(10)], 20_000_000);
});

Deno.test("LatencyCells.sketches() adds all hosts up by step", () => {
  const cells = cellsOf([[0, 0, 10], [1, 1, 10], [0, 2, 10, 3], [0, 3, 40], [2, 2, 40]]);
  const sketches = cells.sketches({ firstCell: START_CELL, cells: 2, length: 2 });
  const told = [...sketches.entries()].filter(([, count]) => count > 0);
  const [ten, forty, all] = [latencyBucket(10), latencyBucket(40), sketches.length / 2];
  assertEquals(told, [[ten, 2], [all + ten, 3], [all + forty, 2]]);
});
