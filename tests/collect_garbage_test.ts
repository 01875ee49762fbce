import { collectGarbage } from "../lib/collect_garbage.ts";
import { assert } from "../lib/std/assert.ts";
import { MOST_TURNS, nextTurn } from "./helpers/garbage_turns.ts";

const MIB = 2 ** 20;
/** Memory that is kept outside of the heap for garbage that is old: what V8 collects all the time does not find it. */
async function makeGarbage(): Promise<void> {
  const kept: { buffers: ArrayBuffer[] } = {
    buffers: Array.from({ length: 20 }, () => new ArrayBuffer(MIB)),
  };
  for (let turn = 0; turn < 25; turn++) await nextTurn();
  kept.buffers = [];
}

Deno.test("collectGarbage() lets V8 collect what nobody needs", async () => {
  await makeGarbage();
  const before = Deno.memoryUsage().external;
  assert(before > 20 * MIB, `${before} bytes before`);
  collectGarbage();
  let turns = 0;
  while (Deno.memoryUsage().external > before - 20 * MIB && turns < MOST_TURNS) {
    await nextTurn();
    turns++;
  }
  assert(turns < MOST_TURNS, `${Deno.memoryUsage().external} bytes of ${before} are left`);
});

Deno.test("collectGarbage() takes no memory", async () => {
  const before = Deno.memoryUsage().rss;
  for (let call = 0; call < 3; call++) {
    collectGarbage();
    await nextTurn();
  }
  const grownBytes = Deno.memoryUsage().rss - before;
  assert(grownBytes < 100 * MIB, `it grew by ${grownBytes} bytes`);
});
