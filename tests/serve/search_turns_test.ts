import { SearchTurns } from "../../lib/serve/select/search_turns.ts";
import { ServeError } from "../../lib/serve/serve_error.ts";
import { assertEquals, assertRejects } from "../../lib/std/assert.ts";

Deno.test("SearchTurns lets four search, the others in the order they came, and those that gave up not at all", async () => {
  const turns = new SearchTurns();
  const running = await Promise.all(Array.from({ length: 4 }, () => turns.take()));
  const told: string[] = [];
  const abortion = new AbortController();
  const wait = (name: string, signal?: AbortSignal) =>
    turns.take(signal).then((end) => (told.push(name), end), () => (told.push(`${name} gave up`), () => {}));
  const waiting = [wait("a"), wait("b", abortion.signal), wait("c")];
  await Promise.resolve();
  assertEquals(told, []);
  abortion.abort();
  running[0]!();
  running[1]!();
  const ends = await Promise.all(waiting);
  assertEquals(told.toSorted(), ["a", "b gave up", "c"]);
  assertEquals(told.filter((name) => name.length === 1), ["a", "c"]);
  for (const end of [...ends, ...running.slice(2)]) end();
  const again = await Promise.all(Array.from({ length: 4 }, () => turns.take()));
  assertEquals(again.length, 4);
});

Deno.test("SearchTurns refuses the one that would wait behind 64 others", async () => {
  const turns = new SearchTurns();
  const taken = Array.from({ length: 68 }, () => turns.take());
  const error = await assertRejects(() => turns.take(), ServeError);
  assertEquals([error.status, error.code], [503, "busy"]);
  for (const turn of taken) (await turn)();
});
