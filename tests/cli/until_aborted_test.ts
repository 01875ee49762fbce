import { untilAborted } from "../../lib/cli/until_aborted.ts";
import { collectGarbage } from "../../lib/collect_garbage.ts";
import { assert, assertEquals, assertRejects } from "../../lib/std/assert.ts";
import { MOST_TURNS, nextTurn } from "../helpers/garbage_turns.ts";

async function* values() {
  yield 1;
  yield await Promise.resolve(2);
}

Deno.test("untilAborted() passes all values on", async () => {
  assertEquals(await Array.fromAsync(untilAborted(values(), new AbortController().signal)), [1, 2]);
});

Deno.test("untilAborted() throws the reason while the source waits for ever", async () => {
  const [controller, reason] = [new AbortController(), new Error("stop")];
  const never = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => {}) }),
  };
  const reading = Array.fromAsync(untilAborted(never, controller.signal));
  controller.abort(reason);
  assertEquals(await assertRejects(() => reading), reason);
});

Deno.test("untilAborted() reads nothing when it was aborted before", async () => {
  await assertRejects(
    () => Array.fromAsync(untilAborted(values(), AbortSignal.abort(new Error("stop")))),
    Error,
    "stop",
  );
});

Deno.test("untilAborted() gives the source back when the reader has enough", async () => {
  let returned = false;
  const source = (async function* () {
    try {
      while (true) yield 1;
    } finally {
      returned = true;
    }
  })();
  for await (const value of untilAborted(source, new AbortController().signal)) if (value === 1) break;
  assertEquals({ returned }, { returned: true });
});

Deno.test("untilAborted() holds no value that was passed on", async () => {
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  const buffers = (async function* () {
    for (let i = 0; i < 50; i++) {
      const buffer = new Uint8Array(2 ** 20);
      registry.register(buffer, null);
      yield await Promise.resolve(buffer);
    }
  })();
  const reading = untilAborted(buffers, new AbortController().signal);
  for (let i = 0; i < 50; i++) await reading.next();
  collectGarbage();
  for (let turns = 0; collected < 40 && turns < MOST_TURNS; turns++) await nextTurn();
  assert(collected >= 40, `${collected} of 50 values are garbage`);
  await reading.return();
});
