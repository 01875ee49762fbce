import { HashDictionary } from "../../lib/scan/hash_dictionary.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

Deno.test("HashDictionary gives ids in order of first sight, and the same again", () => {
  const dictionary = new HashDictionary(10);
  const hashes = [[7, 9], [9, 7], [7, 9], [0, 0], [-1, -1], [0xffffffff, 0xffffffff], [0, 0]] as const;
  assertEquals(hashes.map(([high, low]) => dictionary.idOf(high, low)), [1, 2, 1, 3, 4, 4, 3]);
  assertEquals(dictionary.size, 4);
});

Deno.test("HashDictionary is a map from pairs to ids, also when slots collide", () => {
  const lane = fc.oneof(fc.constantFrom(0, 1, 4096, 8192, 0x8000, -1), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(lane, lane), { maxLength: 200 }), (pairs) => {
      const dictionary = new HashDictionary(1000);
      const model = new Map<string, number>();
      for (const [high, low] of pairs) {
        const key = `${high >>> 0} ${low >>> 0}`;
        if (!model.has(key)) model.set(key, model.size + 1);
        assertEquals(dictionary.idOf(high, low), model.get(key));
        assertEquals(dictionary.size, model.size);
      }
    }),
  );
});

Deno.test("HashDictionary keeps its ids while it grows", () => {
  const dictionary = new HashDictionary(100_000);
  const high = (i: number) => Math.imul(i, 0x9e3779b1);
  for (let i = 1; i <= 20_000; i++) dictionary.idOf(high(i), i & 0xff);
  let wrong = 0;
  for (let i = 1; i <= 20_000; i++) if (dictionary.idOf(high(i), i & 0xff) !== i) wrong++;
  assertEquals([wrong, dictionary.size], [0, 20_000]);
});

Deno.test("HashDictionary gives everything beyond its cap the overflow id, and still knows what it had", () => {
  const dictionary = new HashDictionary(3);
  const ids = [1, 2, 3, 4, 5, 2, 4, 1].map((low) => dictionary.idOf(0, low));
  assertEquals(ids, [1, 2, 3, 0, 0, 2, 0, 1]);
  assertEquals([dictionary.size, HashDictionary.OVERFLOW], [3, 0]);
});
