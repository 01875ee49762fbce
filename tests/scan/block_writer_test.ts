import { accessBlock, applicationBlock } from "../../lib/scan/block_columns.ts";
import { BlockSpace } from "../../lib/scan/block_space.ts";
import {
  AccessBlockWriter,
  type AccessRow,
  ApplicationBlockWriter,
  type ApplicationRow,
} from "../../lib/scan/block_writer.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const ROWS = 10_000;

function applicationRow(at: number): ApplicationRow {
  return {
    timeMs: 1.5e12 + at,
    template: at + 1,
    scope: at + 2,
    thread: at + 3,
    key: 0xffffffff - at,
    byteOffset: 2 ** 40 + at,
    byteLength: at + 4,
    line: at + 5,
  };
}

function accessRow(at: number): AccessRow {
  return {
    timeMs: 1.5e12 + at,
    route: at + 1,
    client: at + 2,
    status: at % 600,
    responseBytes: 2 ** 41 + at,
    latencyMs: at % 2 === 0 ? NaN : at,
    agent: at + 3,
    agentTimeMs: at % 3 === 0 ? NaN : 1.6e12 + at,
    user: at + 4,
    request: 0xfffffffe - at,
    key: 0xffffffff - at,
    byteOffset: 2 ** 40 + at,
    byteLength: at + 5,
    line: at + 6,
  };
}

/** That each column holds what was pushed row by row. */
function assertColumns<Row extends Readonly<Record<string, number>>>(
  block: Readonly<Record<keyof Row, ArrayLike<number>>>,
  row: (at: number) => Row,
): void {
  for (const name of Object.keys(row(0))) {
    const expected = Array.from({ length: ROWS }, (_, at) => row(at)[name]);
    assertEquals(Array.from(block[name]!), expected, name);
  }
}

Deno.test("ApplicationBlockWriter keeps every row of every column while it grows, then starts over", () => {
  const writer = new ApplicationBlockWriter(new BlockSpace("application", null, applicationBlock));
  for (let at = 0; at < ROWS; at++) writer.push(applicationRow(at));
  const block = writer.take();
  assertEquals([block.kind, block.length, writer.length], ["application", ROWS, 0]);
  assertColumns(block, applicationRow);
  writer.push({ ...applicationRow(7), key: -1 });
  const next = writer.take();
  assertEquals([next.length, next.timeMs.length, next.line[0], next.key[0]], [1, 1, 12, 0xffffffff]);
  assertEquals(block.timeMs[0], 1.5e12);
});

Deno.test("AccessBlockWriter keeps every row of every column while it grows, then starts over", () => {
  const writer = new AccessBlockWriter(new BlockSpace("access", null, accessBlock));
  for (let at = 0; at < ROWS; at++) writer.push(accessRow(at));
  const block = writer.take();
  assertEquals([block.kind, block.length, writer.length], ["access", ROWS, 0]);
  assertColumns(block, accessRow);
  writer.push({ ...accessRow(7), request: -1 });
  const next = writer.take();
  assertEquals([next.length, next.timeMs.length, next.line[0], next.request[0]], [1, 1, 13, 0xffffffff]);
});
