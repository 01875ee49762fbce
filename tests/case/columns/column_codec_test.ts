import { AssembledPacker, compilePacker } from "../../../lib/case/columns/assembled_packer.ts";
import { decodeColumns, encodeColumns } from "../../../lib/case/columns/column_codec.ts";
import { PlainPacker } from "../../../lib/case/columns/plain_packer.ts";
import type { AccessBlock } from "../../../lib/scan/column_block.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { noise } from "../../helpers/tar_builder.ts";
import { anyBlock } from "./any_block.ts";

const PLAIN = new PlainPacker();
const ASSEMBLED = new AssembledPacker(compilePacker()!);

Deno.test("decodeColumns() gives back every column of any block but the hashes, which are zeros", () => {
  fc.assert(fc.property(anyBlock, (block) => {
    const zeros = new Uint32Array(block.length);
    const expected = block.kind === "access"
      ? { ...block, key: zeros, request: zeros }
      : { ...block, key: zeros };
    assertEquals(decodeColumns(encodeColumns(block, PLAIN), block.kind, block.length), expected);
  }));
});

Deno.test("encodeColumns() gives the same bytes in WebAssembly and in TypeScript", () => {
  const blocks = [...fc.sample(anyBlock, { numRuns: 300, seed: 1 }), requests(10_000), requests(128)];
  for (const block of blocks) assertEquals(encodeColumns(block, ASSEMBLED), encodeColumns(block, PLAIN));
});

Deno.test("encodeColumns() needs less than 15 bytes for a request", () => {
  const perRow = encodeColumns(requests(10_000), PLAIN).length / 10_000;
  assert(perRow < 15, `${perRow} bytes a row`);
});

Deno.test("decodeColumns() refuses what is no block, a block of another length, and frames that are too wide", () => {
  const block = requests(300);
  const bytes = encodeColumns(block, PLAIN);
  const refuse = (bytes: Uint8Array, kind: "application" | "access", length: number, why: string) =>
    assertThrows(() => decodeColumns(bytes, kind, length), RangeError, why);
  const changed = (at: number, value: number) => bytes.map((byte, i) => i === at ? value : byte);
  refuse(bytes, "access", 301, "columns have 300 rows, expected 301");
  refuse(bytes, "application", 300, "columns are of kind 1, expected application");
  refuse(changed(0, 1), "access", 300, "columns have format 1, expected 2");
  refuse(changed(8, 2), "access", 300, "column has form 2");
  // Byte 20 is the least number of the first frame, byte 24 its width.
  refuse(changed(24, 33), "access", 300, "frame has a width of 33, expected 0 to 32");
  refuse(changed(27, 0x80), "access", 300, "frame has a width of -21474836");
  refuse(bytes.subarray(0, bytes.length - 4), "access", 300, "columns end early");
  refuse(bytes.subarray(0, 16), "access", 300, "columns end early");
  refuse(bytes.subarray(0, bytes.length - 3), "access", 300, "expected whole words");
  refuse(new Uint8Array([...bytes, 0, 0, 0, 0]), "access", 300, "columns go on after the last one");
  refuse(noise(100), "access", 300, "columns have format");
  refuse(new Uint8Array(0), "access", 300, "columns have format 0");
});

/** Synthetic requests of a few clients. */
function requests(length: number): AccessBlock {
  const random = noise(length * 6);
  const pick = (row: number, column: number, count: number) => random[row * 6 + column]! % count;
  const rows = Array.from({ length }, (_, row) => row);
  const words = (column: number, count: number) => Uint32Array.from(rows, (row) => pick(row, column, count));
  const byteLength = Uint32Array.from(rows, (row) => 150 + pick(row, 0, 100));
  const byteOffset = new Float64Array(length);
  for (const row of rows.slice(1)) byteOffset[row] = byteOffset[row - 1]! + byteLength[row - 1]! + 1;
  const timeMs = Float64Array.from(rows, (row) => 1_775_000_000_000 + row * 250 - (row * 250) % 1000);
  return {
    kind: "access",
    length,
    timeMs,
    byteOffset,
    byteLength,
    line: Uint32Array.from(rows, (row) => row + 1),
    route: words(1, 30),
    client: words(2, 20),
    status: new Uint16Array(length).fill(200),
    responseBytes: new Float64Array(words(3, 256)),
    latencyMs: new Float32Array(words(4, 200)),
    agent: words(2, 20),
    agentTimeMs: Float64Array.from(
      rows,
      (row) => pick(row, 2, 2) === 0 ? NaN : timeMs[row]! + pick(row, 5, 250),
    ),
    user: new Uint32Array(length),
    request: words(5, 256),
    key: words(5, 256),
  };
}
