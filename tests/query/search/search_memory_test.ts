import { putFound, searchMemory, takeFound } from "../../../lib/query/search/search_memory.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

const SIZES = { tasks: 1, members: 1, blocks: 4 };

Deno.test("takeFound() gives what putFound() told of a block, also that nothing fits", () => {
  const memory = searchMemory(SIZES);
  putFound(memory, 2, Uint32Array.of(5, 7));
  putFound(memory, 0, new Uint32Array(0));
  putFound(memory, 1, Uint32Array.of(9));
  const found = [0, 1, 2, 3].map((block) => takeFound(memory, block));
  assertEquals(found, [new Uint32Array(0), Uint32Array.of(9), Uint32Array.of(5, 7), null]);
});

Deno.test("putFound() tells nothing of a block for which there is no room, but of smaller ones", () => {
  const memory = searchMemory(SIZES);
  putFound(memory, 0, new Uint32Array(memory.rows.length - 1));
  putFound(memory, 1, Uint32Array.of(1, 2));
  putFound(memory, 2, Uint32Array.of(3));
  putFound(memory, 3, Uint32Array.of(4));
  const found = [1, 2, 3].map((block) => takeFound(memory, block));
  assertEquals(found, [null, Uint32Array.of(3), null]);
});
