import { untilAborted } from "../../lib/cli/until_aborted.ts";
import { assertEquals, assertRejects } from "../../lib/std/assert.ts";

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
