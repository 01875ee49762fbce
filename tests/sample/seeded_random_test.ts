import { SeededRandom } from "../../lib/sample/seeded_random.ts";
import { assert, assertEquals, assertMatch, assertNotEquals, assertThrows } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

function numbers(seed: number, label: string): number[] {
  const random = new SeededRandom(seed, label);
  return Array.from({ length: 8 }, () => random.next());
}

Deno.test("SeededRandom gives the same sequence for the same seed and label, and others for others", () => {
  fc.assert(fc.property(fc.nat(), fc.string(), (seed, label) => {
    assertEquals(numbers(seed, label), numbers(seed, label));
    assertNotEquals(numbers(seed, label), numbers(seed + 1, label));
    assertNotEquals(numbers(seed, label), numbers(seed, label + "x"));
  }));
});

Deno.test("SeededRandom.unit() and exponential() have the means they should", () => {
  const random = new SeededRandom(1, "means");
  let units = 0;
  let waits = 0;
  for (let draw = 0; draw < 20_000; draw++) {
    units += random.unit();
    waits += random.exponential(50);
  }
  assert(Math.abs(units / 20_000 - 0.5) < 0.01);
  // exponential() rounds down: half a unit less.
  assert(Math.abs(waits / 20_000 - 49.5) < 1.5);
});

Deno.test("SeededRandom.below() stays below its limit and reaches every number", () => {
  const random = new SeededRandom(1, "below");
  const seen = new Set(Array.from({ length: 500 }, () => random.below(7)));
  assertEquals([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

Deno.test("SeededRandom.hex() and uuid() have the right shapes", () => {
  const random = new SeededRandom(1, "ids");
  assertMatch(random.hex(24), /^[0-9a-f]{24}$/);
  assertMatch(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

Deno.test("SeededRandom.pick() refuses an empty list", () => {
  assertThrows(() => new SeededRandom(1, "pick").pick([]), RangeError, "the list is empty");
});
