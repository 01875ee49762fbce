import { loadOnce } from "../lib/load_once.ts";
import { assertEquals, assertRejects } from "../lib/std/assert.ts";

Deno.test("loadOnce() loads at the first call alone", async () => {
  let calls = 0;
  const load = loadOnce(() => Promise.resolve(++calls));
  assertEquals(calls, 0);
  assertEquals(await Promise.all([load(), load()]), [1, 1]);
  assertEquals(await load(), 1);
});

Deno.test("loadOnce() tells whoever awaits it that it failed, and nobody else", async () => {
  const load = loadOnce(() => Promise.reject(new RangeError("not there")));
  void load();
  await new Promise((resolve) => setTimeout(resolve, 0));
  await assertRejects(() => load(), RangeError, "not there");
});
