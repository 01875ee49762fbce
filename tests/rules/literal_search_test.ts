import { assertEquals } from "../../lib/std/assert.ts";
import { compileLiteralSearch } from "../../lib/rules/literal_search.ts";
import { fc } from "../helpers/property.ts";

const CASES: readonly (readonly [string, readonly string[], string, readonly number[]])[] = [
  ["literals that overlap", ["he", "she", "his", "hers"], "ushers", [0, 1, 3]],
  ["a literal inside another", ["bc", "abcd", "c"], "xabcdx", [0, 1, 2]],
  ["a literal after a longer one broke off", ["abcde", "cdf"], "abcdf", [1]],
  ["a literal that ends in a suffix of a broken-off one", ["aaab", "aab"], "aaaab", [0, 1]],
  ["nothing", ["abc"], "ab ac bc", []],
  ["each literal once", ["aa"], "aaaaaaaa", [0]],
  ["characters beyond the basic plane", ["\u{1F600}!", "é"], "é \u{1F600}!", [0, 1]],
];

for (const [what, literals, text, expected] of CASES) {
  Deno.test(`compileLiteralSearch() finds ${what}`, () => {
    assertEquals([...compileLiteralSearch(literals)(text)], [...expected]);
  });
}

Deno.test("compileLiteralSearch() finds what String.includes() finds", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 60 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 12 }),
      fc.array(text, { maxLength: 3 }),
      (literals, texts) => {
        const search = compileLiteralSearch(literals);
        for (const one of texts) {
          assertEquals(
            [...search(one)],
            [...literals.keys()].filter((number) => one.includes(literals[number] ?? "")),
          );
        }
      },
    ),
  );
});
