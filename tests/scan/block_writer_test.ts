import { AccessBlockWriter, ApplicationBlockWriter } from "../../lib/scan/block_writer.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const ROWS = 10_000;

/** What a column holds, to compare with rows that were pushed one by one. */
function rowsOf(value: (row: number) => number): number[] {
  return Array.from({ length: ROWS }, (_, row) => value(row));
}

Deno.test("ApplicationBlockWriter keeps every row of every column while it grows, then starts over", () => {
  const writer = new ApplicationBlockWriter();
  for (let row = 0; row < ROWS; row++) writer.push(1.5e12 + row, row + 1, row + 2, row + 3);
  const block = writer.take();
  assertEquals([block.kind, block.length, writer.length], ["application", ROWS, 0]);
  assertEquals([...block.timeMs], rowsOf((row) => 1.5e12 + row));
  assertEquals([...block.template], rowsOf((row) => row + 1));
  assertEquals([...block.scope], rowsOf((row) => row + 2));
  assertEquals([...block.key], rowsOf((row) => row + 3));
  writer.push(1, 2, 3, -1);
  const next = writer.take();
  assertEquals([...next.timeMs, ...next.template, ...next.scope, ...next.key], [1, 2, 3, 0xffffffff]);
  assertEquals(block.timeMs[0], 1.5e12);
});

Deno.test("AccessBlockWriter keeps every row of every column while it grows, then starts over", () => {
  const writer = new AccessBlockWriter();
  const row = { timeMs: 0, route: 0, client: 0, status: 0, responseBytes: 0, latencyMs: 0, key: 0 };
  for (let at = 0; at < ROWS; at++) {
    row.timeMs = 1.5e12 + at;
    row.route = at + 1;
    row.client = at + 2;
    row.status = at % 600;
    row.responseBytes = 2 ** 40 + at;
    row.latencyMs = at % 2 === 0 ? NaN : at;
    row.key = at + 3;
    writer.push(row);
  }
  const block = writer.take();
  assertEquals([block.kind, block.length, writer.length], ["access", ROWS, 0]);
  assertEquals([...block.timeMs], rowsOf((at) => 1.5e12 + at));
  assertEquals([...block.route], rowsOf((at) => at + 1));
  assertEquals([...block.client], rowsOf((at) => at + 2));
  assertEquals([...block.status], rowsOf((at) => at % 600));
  assertEquals([...block.responseBytes], rowsOf((at) => 2 ** 40 + at));
  assertEquals([...block.latencyMs], rowsOf((at) => at % 2 === 0 ? NaN : at));
  assertEquals([...block.key], rowsOf((at) => at + 3));
});
