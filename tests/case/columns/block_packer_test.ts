import { blockPacker } from "../../../lib/case/columns/block_packer.ts";
import { encodeColumns } from "../../../lib/case/columns/column_codec.ts";
import { MAX_BLOCK_ROWS, PlainPacker } from "../../../lib/case/columns/plain_packer.ts";
import { applicationBlock, newPlace } from "../../../lib/scan/block_columns.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { anyBlock } from "./any_block.ts";

const PLAIN = new PlainPacker();
const pack = blockPacker()!;

Deno.test("blockPacker() puts the bytes of encodeColumns() where they are wanted, in shared memory too", () => {
  const into = new Uint8Array(new SharedArrayBuffer(65_536), 24, 60_000);
  fc.assert(fc.property(anyBlock, (block) => {
    const length = pack(block, into);
    assertEquals(into.slice(0, length), encodeColumns(block, PLAIN).slice());
  }));
});

Deno.test("blockPacker() says that there is no room, and touches nothing", () => {
  const block = applicationBlock(newPlace("application", 300), 300);
  const { length } = encodeColumns(block, PLAIN);
  const into = new Uint8Array(length);
  assertEquals(pack(block, into.subarray(1)), 0);
  assertEquals(into, new Uint8Array(length));
  assertEquals(pack(block, into), length);
});

Deno.test("blockPacker() leaves blocks that have to be stored in several parts to others", () => {
  const into = new Uint8Array(4 * 1024 * 1024);
  const packedBytes = [MAX_BLOCK_ROWS, MAX_BLOCK_ROWS + 1].map((rows) =>
    pack(applicationBlock(newPlace("application", rows), rows), into)
  );
  assertEquals(packedBytes.map((length) => length > 0), [true, false]);
});
