import { byteText, needleOf, rareSearch } from "../../../lib/query/match/rare_search.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

function placesOf(needle: string, text: string): number[] {
  const search = rareSearch(byteText(new TextEncoder().encode(text)), needleOf(needle));
  const places: number[] = [];
  for (let at = search(0); at >= 0; at = search(at + 1)) places.push(at);
  return places;
}

const PLACES: readonly (readonly [needle: string, text: string, places: readonly number[]])[] = [
  ["ab", "ab cab abab", [0, 4, 7, 9]],
  ["aa", "aaaa", [0, 1, 2]],
  ["xyz", "xy", []],
  // The rarest byte stands in the middle, at the end, and before the needle could begin.
  ["a!a", "aaaa!aaa!", [3]],
  ["aa!", "!aa!", [1]],
  // Places are bytes.
  ["\u00fc", "\u00fc\u00e9\u00fc", [0, 4]],
  ["b", `${"a".repeat(10_000)}b`, [10_000]],
];

for (const [needle, text, places] of PLACES) {
  Deno.test(`rareSearch() finds ${needle} in ${text.slice(-20)} at ${places}`, () => {
    assertEquals(placesOf(needle, text), places);
  });
}

Deno.test("rareSearch() finds what indexOf() finds, from any place", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 40 });
  const needles = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 4 });
  fc.assert(fc.property(texts, needles, fc.nat(41), (text, needle, from) => {
    const search = rareSearch(byteText(new TextEncoder().encode(text)), needle);
    assertEquals(search(from), text.indexOf(needle, from));
  }));
});
