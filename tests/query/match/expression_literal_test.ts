import { expressionLiteral } from "../../../lib/query/match/expression_literal.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const LITERALS: readonly (readonly [pattern: string, literal: string])[] = [
  ["Timed out", "Timed out"],
  ["Timed out after (\\d+) ms", "Timed out after "],
  ["a|b", ""],
  ["abc(x|y)de", "abc"],
  ["(?:abc)?de", "de"],
  ["abc?de", "ab"],
  ["abc*", "ab"],
  ["abc+def", "abc"],
  ["abc{0,3}d", "ab"],
  ["ab{2}", "a"],
  ["a.c", "a"],
  ["x[abc]defg", "defg"],
  ["[\\]abcdef]g", "g"],
  ["[^]xy", "xy"],
  ["a\\.b\\/c", "a.b/c"],
  ["\\u0041bc", "bc"],
  ["\\x41bc", "bc"],
  ["\\cAbc", "bc"],
  ["\\bword\\b", "word"],
  ["^start", "start"],
  ["a{x", "a{x"],
  ["", ""],
];

for (const [pattern, literal] of LITERALS) {
  Deno.test(`expressionLiteral() of ${pattern} is ${JSON.stringify(literal)}`, () => {
    assertEquals(expressionLiteral(pattern), literal);
  });
}

const atom = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "-",
    "ab",
    "\\.",
    "\\d",
    "\\w",
    ".",
    "[ab]",
    "[^a]",
    "\\x41",
    "\\u0042",
    "(?:c)",
    "(a|b)",
  ),
  fc.tuple(
    fc.constantFrom("a", "b", "\\.", "[ab]", "(?:ab)", "\\d"),
    fc.constantFrom("?", "*", "+", "{2}", "{0,1}", "+?"),
  )
    .map((parts) => parts.join("")),
);
const patterns = fc.array(fc.oneof({ weight: 6, arbitrary: atom }, fc.constant("|")), {
  minLength: 1,
  maxLength: 6,
})
  .map((atoms) => atoms.join(""));

Deno.test("expressionLiteral() is in whatever the expression matches", () => {
  const withText = patterns.chain((pattern) =>
    fc.tuple(fc.constant(pattern), fc.stringMatching(new RegExp(`^(?:${pattern})$`)))
  );
  fc.assert(
    fc.property(withText, ([pattern, text]) => {
      assert(text.includes(expressionLiteral(pattern)), `${pattern} matches ${JSON.stringify(text)}`);
    }),
    { numRuns: 300 },
  );
});
