import { expressionLiterals, MAX_LITERALS } from "../../../lib/query/match/expression_literals.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const LITERALS: readonly (readonly [pattern: string, literals: readonly string[] | null])[] = [
  ["Timed out", ["Timed out"]],
  ["Timed out after (\\d+) ms", ["Timed out after "]],
  ["a|b", ["a", "b"]],
  ["a|b?", null],
  ["abc(x|y)de", ["abcxde", "abcyde"]],
  ["(ERROR|WARN) .*(denied|refused)", ["denied", "refused"]],
  ["(?<what>Timeout|Closed)Exception", ["TimeoutException", "ClosedException"]],
  ["\\d(foo|ba[rz])\\d", ["foo", "ba"]],
  ["((a|b)(c|d))+\\d", ["ac", "ad", "bc", "bd"]],
  ["(a|b)(c|d)(e|f)(g|h)", ["ace", "acf", "ade", "adf", "bce", "bcf", "bde", "bdf"]],
  ["a|b|c|d|e|f|g|h|i", null],
  ["(?:abc)?de", ["de"]],
  ["(?:abc)+de", ["abc"]],
  ["(?:)+de", ["de"]],
  ["(?i:abc)d", ["d"]],
  ["abc?de", ["ab"]],
  ["abc*", ["ab"]],
  ["abc+def", ["abc"]],
  ["abc{0,3}d", ["ab"]],
  ["abc{00}d", ["ab"]],
  ["ab{2}", ["ab"]],
  ["a.c", ["a"]],
  ["x[abc]defg", ["defg"]],
  ["[\\]abcdef]g", ["g"]],
  ["[^]xy", ["xy"]],
  ["a\\.b\\/c", ["a.b/c"]],
  ["\\u0041bc", ["bc"]],
  ["\\x41bc", ["bc"]],
  ["\\cAbc", ["bc"]],
  ["\\bword\\b", ["word"]],
  ["^start", ["start"]],
  ["a{x", ["a{x"]],
  ["a]", ["a]"]],
  ["", null],
];

for (const [pattern, literals] of LITERALS) {
  Deno.test(`expressionLiterals() of ${pattern} are ${JSON.stringify(literals)}`, () => {
    assertEquals(expressionLiterals(pattern), literals);
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
    "(-|a(b|ca|)+)",
    "(x(?:y|z\\d)|b?)",
  ),
  fc.tuple(
    fc.constantFrom("a", "b", "\\.", "[ab]", "(?:ab)", "(a|bc)", "\\d"),
    fc.constantFrom("?", "*", "+", "{2}", "{0,1}", "+?"),
  )
    .map((parts) => parts.join("")),
);
const patterns = fc.array(fc.oneof({ weight: 6, arbitrary: atom }, fc.constant("|")), {
  minLength: 1,
  maxLength: 6,
})
  .map((atoms) => atoms.join(""));

Deno.test("expressionLiterals() has one that is in whatever the expression matches", () => {
  const withText = patterns.chain((pattern) =>
    fc.tuple(fc.constant(pattern), fc.stringMatching(new RegExp(`^(?:${pattern})$`)))
  );
  fc.assert(
    fc.property(withText, ([pattern, text]) => {
      const literals = expressionLiterals(pattern);
      const isHeld = literals === null || literals.some((literal) => text.includes(literal));
      assert(isHeld, `${pattern} matches ${JSON.stringify(text)}, expected one of ${literals}`);
      assert(literals === null || (literals.length <= MAX_LITERALS && !literals.includes("")), pattern);
    }),
    { numRuns: 500 },
  );
});
