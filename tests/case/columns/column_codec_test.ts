import { zstdCompressSync } from "node:zlib";
import { decodeColumns, encodeColumns } from "../../../lib/case/columns/column_codec.ts";
import type { AccessBlock } from "../../../lib/scan/column_block.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { noise } from "../../helpers/tar_builder.ts";
import { anyBlock } from "./any_block.ts";

Deno.test("decodeColumns() gives back every column of any block but the hashes, which are zeros", () => {
  fc.assert(fc.property(anyBlock, (block) => {
    const zeros = new Uint32Array(block.length);
    const expected = block.kind === "access"
      ? { ...block, key: zeros, request: zeros }
      : { ...block, key: zeros };
    assertEquals(decodeColumns(encodeColumns(block), block.kind, block.length), expected);
  }));
});

Deno.test("encodeColumns() needs less than 15 bytes for a request", () => {
  const random = noise(10_000 * 6);
  const pick = (row: number, column: number, count: number) => random[row * 6 + column]! % count;
  const rows = Array.from({ length: 10_000 }, (_, row) => row);
  const words = (column: number, count: number) => Uint32Array.from(rows, (row) => pick(row, column, count));
  const byteLength = Uint32Array.from(rows, (row) => 150 + pick(row, 0, 100));
  const byteOffset = new Float64Array(rows.length);
  for (const row of rows.slice(1)) byteOffset[row] = byteOffset[row - 1]! + byteLength[row - 1]! + 1;
  const timeMs = Float64Array.from(rows, (row) => 1_775_000_000_000 + row * 250 - (row * 250) % 1000);
  const block: AccessBlock = {
    kind: "access",
    length: rows.length,
    timeMs,
    byteOffset,
    byteLength,
    line: Uint32Array.from(rows, (row) => row + 1),
    route: words(1, 30),
    client: words(2, 20),
    status: new Uint16Array(rows.length).fill(200),
    responseBytes: new Float64Array(words(3, 256)),
    latencyMs: new Float32Array(words(4, 200)),
    agent: words(2, 20),
    agentTimeMs: Float64Array.from(
      rows,
      (row) => pick(row, 2, 2) === 0 ? NaN : timeMs[row]! + pick(row, 5, 250),
    ),
    user: new Uint32Array(rows.length),
    request: words(5, 256),
    key: words(5, 256),
  };
  const perRow = encodeColumns(block).length / rows.length;
  assert(perRow < 15, `${perRow} bytes a row`);
});

Deno.test("decodeColumns() refuses what is no block, a block of another length, and a bomb", () => {
  const [block] = fc.sample(anyBlock, { numRuns: 1, seed: 7 });
  const bytes = encodeColumns(block!);
  const { kind, length } = block!;
  const other = kind === "access" ? "application" : "access";
  assertThrows(() => decodeColumns(bytes, kind, length + 1));
  assertThrows(() => decodeColumns(bytes, other, length));
  assertThrows(() => decodeColumns(noise(100), kind, length));
  assertThrows(() => decodeColumns(bytes.subarray(0, bytes.length - 3), kind, length));
  assertThrows(() => decodeColumns(zstdCompressSync(new Uint8Array([2, 0, 0])), kind, length), RangeError);
  assertThrows(() => decodeColumns(zstdCompressSync(new Uint8Array(50_000_000)), kind, length), RangeError);
});
