import type { LikeTerm } from "../../../lib/query/filter.ts";
import { textTest } from "../../../lib/query/match/text_test.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const WHOLE: readonly (readonly [pieces: readonly string[], text: string, fits: boolean])[] = [
  [["a"], "a", true],
  [["a"], "ab", false],
  [[""], "", true],
  [["", ""], "anything", true],
  [["a", ""], "ab", true],
  [["", "b"], "ab", true],
  [["a", "a"], "a", false],
  [["a", "a"], "aa", true],
  [["a", "b", "c"], "axbxc", true],
  [["a", "b", "c"], "acb", false],
  [["ab", "ba"], "aba", false],
  [["a.c"], "abc", false],
];

for (const [pieces, text, fits] of WHOLE) {
  Deno.test(`textTest() of ${pieces.join("*")} for all of ${JSON.stringify(text)} is ${fits}`, () => {
    assertEquals(textTest({ kind: "like", field: "host", values: [pieces] })(text), fits);
  });
}

Deno.test("textTest() of a term for text or message looks for a part", () => {
  for (const field of ["text", "message"] as const) {
    const test = textTest({ kind: "like", field, values: [["b", "d"], ["x"]] });
    assertEquals(["abcde", "x", "adb", ""].map(test), [true, true, false, false]);
  }
});

Deno.test("textTest() agrees with an expression for every wildcard", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 3 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 8 });
  fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), text, (pieces, value) => {
    const term: LikeTerm = { kind: "like", field: "host", values: [pieces] };
    assertEquals(
      textTest(term)(value),
      new RegExp(`^${pieces.map(RegExp.escape).join(".*")}$`, "s").test(value),
    );
    const part: LikeTerm = { kind: "like", field: "text", values: [pieces] };
    assertEquals(textTest(part)(value), new RegExp(pieces.map(RegExp.escape).join(".*"), "s").test(value));
  }));
});
