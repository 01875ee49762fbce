import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { compileExpression, type Expression } from "../../../lib/rules/expression/compile_expression.ts";
import { ExpressionError } from "../../../lib/rules/expression/expression_error.ts";
import { fc } from "../../helpers/property.ts";

type Found = readonly [index: number, end: number, groups: Readonly<Record<string, string>>];

/** All matches, as `String.matchAll()` walks. */
function all(expression: Expression, text: string): Found[] {
  const found: Found[] = [];
  for (let from = 0; from <= text.length && found.length < 50;) {
    const match = expression.exec(text, from);
    if (match === null) break;
    found.push([match.index, match.end, Object.fromEntries(match.groups)]);
    from = match.end === match.index ? match.end + 1 : match.end;
  }
  return found;
}

const linear = (pattern: string) => compileExpression(pattern, { engine: "linear" });
const native = (pattern: string) => compileExpression(pattern, { engine: "native" });

/** Each: an expression, a text, and all its matches. */
const KNOWN: readonly (readonly [string, string, readonly Found[]])[] = [
  ["needle", "a needle, needle", [[2, 8, {}], [10, 16, {}]]],
  ["after (?<ms>\\d+) ms", "after 30000 ms", [[0, 14, { ms: "30000" }]]],
  ["(?<a>x)|(?<b>y)", "yx", [[0, 1, { b: "y" }], [1, 2, { a: "x" }]]],
  ["(?<d>x)|(?<d>y)", "yx", [[0, 1, { d: "y" }], [1, 2, { d: "x" }]]],
  ["(unnamed)(?<n>)", "unnamed", [[0, 7, {}]]],
  ["^a", "a\na", [[0, 1, {}]]],
  ["a$", "a\na", [[2, 3, {}]]],
  ["a$", "a\n", []],
  ["a.b", "a\rb a\nb a\u2028b a\u2029b a\u0085b", [[16, 19, {}]]],
  ["\\s", "\v\u00a0\u1680\u2003\u202f\ufeff\u200b\u0085", [0, 1, 2, 3, 4, 5].map((i) => [i, i + 1, {}])],
  ["[\\S]", "\ufeffx\u3000", [[1, 2, {}]]],
  ["[^\\s\\d]", " 1x", [[2, 3, {}]]],
  ["\\d\\w", "1é 1_ ٣a", [[3, 5, {}]]],
  ["\\bé\\b", "é aéa", [[3, 4, {}]]],
  ["static\\/version_manifest\\/", "static/version_manifest/", [[0, 24, {}]]],
  ["\\A\\z\\Q\\E\\pL\\a\\C", "AzQEpLaC", [[0, 8, {}]]],
  ["[[:alpha:]]", "a] [] x]", [[0, 2, {}], [3, 5, {}]]],
  ["a{,2} b{ c{x} ]}", "a{,2} b{ c{x} ]}", [[0, 16, {}]]],
  ["a{2,3}?(?:b{2})*", "aaabbb", [[0, 2, {}]]],
  ["[]|b", "ab", [[1, 2, {}]]],
  ["a[^]b", "a\nb", [[0, 3, {}]]],
  ["[\\b\\-\\]x-z\\w-!]+", "\b-]y!a,", [[0, 6, {}]]],
  ["\\x41\\u0042\\cJ\\0\\c!", "AB\n\0\\c!", [[0, 7, {}]]],
  ["\\ud83d\\ude00+", "\u{1F600}\u{1F600}", [[0, 4, {}]]],
  ["(?<$dollar>x)(?<ünï>y)", "xy", [[0, 2, { $dollar: "x", ünï: "y" }]]],
  ["a|ab", "ab", [[0, 1, {}]]],
  ["", "ab", [[0, 0, {}], [1, 1, {}], [2, 2, {}]]],
];

for (const [pattern, text, expected] of KNOWN) {
  Deno.test(`compileExpression() finds ${JSON.stringify(pattern)} in ${JSON.stringify(text)} on both engines`, () => {
    assertEquals(all(linear(pattern), text), [...expected]);
    if (!pattern.includes("ud83d")) assertEquals(all(native(pattern), text), [...expected]);
    assertEquals(
      [linear(pattern).test(text), native(pattern).test(text)],
      Array(2).fill(expected.length > 0),
    );
  });
}

/** Each: an expression, where it cannot be run, and the reason. */
const REFUSED: readonly (readonly [string, number | null, RegExp])[] = [
  ["a(?=b)", 1, /^\(\?=, a look-ahead.* spell out what follows, or use "guard"$/],
  ["a(?!b:c)", 1, /^\(\?!, a look-ahead/],
  ["(?<=a)b", 0, /^\(\?<=, a look-behind.* spell out what is before, or use "guard"$/],
  ["ab(?<!a)", 2, /^\(\?<!, a look-behind/],
  ["(a)\\1", 3, /back-reference.* write out the text/],
  ["(?<n>a)[\\1]", 8, /write out the text, or \\xHH/],
  ["(?<n>a)\\k<n>", 7, /^\\k, a back-reference/],
  ["(?i:a)", 0, /sets flags.* \[Aa\]$/],
  ["a{1,2000}", 1, /^\{1,2000\} repeats more than 1000 times/],
  ["(?:a{1000}){1000}", null, /^the linear-time engine refuses it/],
  ["(?:[^a]{500}b{500}){100}", null, /./],
  ["a(", null, /^it is not an ECMAScript expression \(Unterminated group\)$/],
];

for (const [pattern, offset, reason] of REFUSED) {
  Deno.test(`compileExpression() refuses ${pattern} for the linear engine, and says where and why`, () => {
    const error = assertThrows(() => linear(pattern), ExpressionError);
    assertEquals([error.offset, reason.test(error.message)], [offset, true], error.message);
  });
}

/** Each takes a backtracking engine exponential or quadratic time and more on its text. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["(a+)+$", `${"a".repeat(100_000)}b`],
  ["^(a|a)*b$", `${"a".repeat(100_000)}b `],
  ["(?<v>(.*)*)x$", `${"y".repeat(100_000)}x `],
  [".*.*.*=.*;$", `${"=".repeat(100_000)}; `],
  ["(\\w{1,50}\\s?){1,20}!$", `${"word ".repeat(20_000)}! `],
];

for (const [pattern, text] of HOSTILE) {
  Deno.test(`compileExpression() ends soon with ${pattern} on 100 KB`, () => {
    const expression = linear(pattern);
    const start = performance.now();
    assertEquals([expression.test(text), expression.exec(text, 0)], [false, null]);
    assert(performance.now() - start < 10_000);
  });
}

const CHARACTERS = [
  "a",
  "b",
  "A",
  "_",
  "1",
  " ",
  "\n",
  "\r",
  "\u2028",
  "\u00a0",
  "\v",
  "-",
  "/",
  "é",
  "\ufeff",
];
const ATOMS = [
  ...["a", "b", "1", " ", "é", "-", "/", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\/", "\\-", "\\n"],
  ...["[ab]", "[^a]", "[a-b1]", "[^\\s-]", "[\\w\\s]", "[^]", "[]", "\\u00a0", "\\x61", "]", "}"],
];
const ASSERTIONS = ["^", "$", "\\b", "\\B"];
const QUANTIFIERS = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"];

interface Part {
  readonly source: string;
  /** Whether it can match nothing: what is repeated must not, there the engines differ. */
  readonly isNullable: boolean;
}

const join = (parts: readonly Part[]): Part => ({
  source: parts.map(({ source }) => source).join(""),
  isNullable: parts.every(({ isNullable }) => isNullable),
});
const repeat = ({ source, isNullable }: Part, quantifier: string): Part =>
  isNullable
    ? { source, isNullable }
    : { source: source + quantifier, isNullable: /^[*?]|^\{0/.test(quantifier) };
const wrap = (open: string, { source, isNullable }: Part): Part => ({
  source: `${open}${source})`,
  isNullable,
});
const quantifier = fc.constantFrom(...QUANTIFIERS);

/** Expressions with named groups outside of repetitions: inside of them the engines remember differently. */
const { pattern: PATTERN } = fc.letrec<{ part: Part; pattern: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...ATOMS.map((source) => ({ source, isNullable: false }))),
    fc.constantFrom(...ASSERTIONS.map((source) => ({ source, isNullable: true }))),
    fc.tuple(fc.constantFrom(...ATOMS), quantifier).map(([source, q]) =>
      repeat({ source, isNullable: false }, q)
    ),
    fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map(join),
    fc.tuple(tie("part"), tie("part"), quantifier).map(([a, b, q]) => {
      const isNullable = a.isNullable || b.isNullable;
      return repeat(wrap("(?:", { source: `${a.source}|${b.source}`, isNullable }), q);
    }),
    fc.tuple(tie("part"), quantifier).map(([part, q]) => repeat(wrap("(", part), q)),
  ),
  pattern: fc.array(fc.tuple(tie("part"), fc.constantFrom("", "", "?", "??")), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([part, q], i) => repeat(wrap(`(?<n${i}>`, part), q).source).join("")),
}));

Deno.test("compileExpression() finds the same on both engines", () => {
  const text = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 12 });
  fc.assert(
    fc.property(PATTERN, fc.array(text, { minLength: 1, maxLength: 4 }), (pattern, texts) => {
      const [one, other] = [linear(pattern), native(pattern)];
      for (const each of texts) {
        assertEquals(all(one, each), all(other, each), JSON.stringify([pattern, each]));
        assertEquals(one.test(each), other.test(each), JSON.stringify([pattern, each]));
      }
    }),
    { numRuns: 400 },
  );
});
