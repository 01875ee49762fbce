import { Sampler } from "../../lib/scan/sampler.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const MINUTE_MS = 60_000;

/** Indexes of the records that are kept. */
function taken(sampler: Sampler, records: readonly (readonly [timeMs: number, scope: number])[]): number[] {
  return records.flatMap(([timeMs, scope], i) => sampler.take(1, timeMs, scope) ? [i] : []);
}

Deno.test("Sampler keeps the first three of a template, then one per ten minutes", () => {
  const records = Array.from({ length: 31 }, (_, minute) => [minute * MINUTE_MS, 0] as const);
  assertEquals(taken(new Sampler(), records), [0, 1, 2, 12, 22]);
});

Deno.test("Sampler keeps a record of each new scope, up to a limit", () => {
  const records = Array.from({ length: 100 }, (_, i) => [i, i + 1] as const);
  assertEquals(taken(new Sampler(), records), Array.from({ length: 24 }, (_, i) => i));
});

Deno.test("Sampler keeps hosts and templates apart", () => {
  const sampler = new Sampler();
  const counts = ["a", "b", "a"].map((host) => {
    sampler.useHost(host);
    return [1, 2, 500].map((template) => [0, 1, 2, 3, 4].filter(() => sampler.take(template, 0, 0)).length);
  });
  assertEquals(counts, [[3, 3, 3], [3, 3, 3], [0, 0, 0]]);
});

Deno.test("Sampler keeps ever fewer of a long time: a day apart in the end", () => {
  const records = Array.from({ length: 2000 }, (_, hour) => [hour * 60 * MINUTE_MS, 0] as const);
  const kept = taken(new Sampler(), records);
  assert(kept.length > 60 && kept.length < 200, String(kept.length));
  assertEquals(kept.at(-1)! - kept.at(-2)!, 24);
});

Deno.test("Sampler has a limit for times that jump back and forth", () => {
  const records = Array.from({ length: 20_000 }, (_, i) => [(i % 2) * 1e12, 0] as const);
  assertEquals(taken(new Sampler(), records).length, 1000);
});

Deno.test("Sampler depends on nothing but the order of the records", () => {
  const records = Array.from({ length: 500 }, (_, i) => [(i * 7919 % 500) * MINUTE_MS, i % 3] as const);
  assertEquals(taken(new Sampler(), records), taken(new Sampler(), records));
});

Deno.test("Sampler lets hosts share one choice when hosts and templates are too many to tell apart", () => {
  const sampler = new Sampler();
  const counts = Array.from({ length: 60 }, (_, host) => {
    sampler.useHost(`h${host}`);
    return [0, 1, 2, 3].filter((timeMs) => sampler.take(50_000, timeMs, 0)).length;
  });
  const own = counts.filter((count) => count === 3).length;
  assert(own >= 20 && own <= 30, String(own));
  assertEquals(counts.slice(own), counts.slice(own).fill(0));
});
