import { BlockAreas } from "../../lib/scan/block_areas.ts";
import { applicationBlock } from "../../lib/scan/block_columns.ts";
import { BlockSpace } from "../../lib/scan/block_space.ts";
import type { ApplicationBlock } from "../../lib/scan/column_block.ts";
import { AREAS, createScanMemory } from "../../lib/scan/scan_memory.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";

const ROWS = 600;

function fill(space: BlockSpace<ApplicationBlock>, rows: number, first: number): ApplicationBlock {
  for (let row = 0; row < rows; row++) {
    space.reserve(row + 1, row);
    space.columns.timeMs[row] = first + row;
    space.columns.line[row] = row;
  }
  return space.take(rows);
}

function assertRows(block: Pick<ApplicationBlock, "timeMs" | "line">, rows: number, first: number): void {
  assertEquals(Array.from(block.timeMs), Array.from({ length: rows }, (_, row) => first + row));
  assertEquals(Array.from(block.line), Array.from({ length: rows }, (_, row) => row));
}

Deno.test("BlockSpace hands areas over as long as there are any, then copies, and uses those that come back", () => {
  const areas = new BlockAreas(createScanMemory());
  const space = new BlockSpace<ApplicationBlock>("application", areas, applicationBlock);
  const blocks = Array.from({ length: AREAS + 2 }, (_, i) => fill(space, ROWS, 1000 * i));
  const described = blocks.map((block) => areas.areaOf(block));
  assertEquals(described.filter((area) => area !== undefined).length, AREAS);
  assertEquals(described.slice(AREAS), [undefined, undefined]);
  for (const [i, block] of blocks.entries()) assertRows(block, ROWS, 1000 * i);
  assertExists(described[5]);
  assertRows(areas.blockOf({ kind: "application", length: ROWS, place: described[5] }), ROWS, 5000);
  areas.giveBack(described[5]);
  assertEquals(areas.areaOf(fill(space, ROWS, 7)), described[5]);
});

Deno.test("BlockSpace copies a small block, and goes on in its area", () => {
  const areas = new BlockAreas(createScanMemory());
  const space = new BlockSpace<ApplicationBlock>("application", areas, applicationBlock);
  const small = fill(space, 3, 50);
  const large = fill(space, ROWS, 900);
  assertEquals([areas.areaOf(small), areas.areaOf(large)], [undefined, 0]);
  assertRows(small, 3, 50);
});

Deno.test("BlockSpace keeps the rows of an area that is too small for all, and gives it back", () => {
  const areas = new BlockAreas(createScanMemory());
  const space = new BlockSpace<ApplicationBlock>("application", areas, applicationBlock);
  const { rows } = areas.placeIn(0, "application");
  const block = fill(space, rows + 5, 1);
  assertRows(block, rows + 5, 1);
  assert(areas.areaOf(block) === undefined, "It does not fit into an area");
  assertEquals(areas.take(), 0);
});
