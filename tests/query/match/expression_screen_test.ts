import { expressionScreen } from "../../../lib/query/match/expression_screen.ts";
import { compileExpression } from "../../../lib/rules/expression/compile_expression.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const SCREENS: readonly (readonly [pattern: string, source: string | null])[] = [
  ["\\d{17}", "\\d{17}"],
  ["[a-f0-9]{24}", "[a-f0-9]{24}"],
  ["\\d\\d:\\d\\d", "\\d{1}\\d{1}:{1}\\d{1}\\d{1}"],
  ["\\w+\\d{3,5}x", "\\w{1}\\d{3}"],
  ["\\d{3,5}[xy]z", "\\d{3}[xy]{1}z{1}"],
  ["ab{0}c", "a{1}c{1}"],
  ["ab?\\d\\d", "\\d{1}\\d{1}"],
  ["ab*", null],
  ["(\\d{9}|x)\\s\\w\\w(?:a.c)?", "\\s{1}\\w{1}\\w{1}"],
  ["(?=\\d{9})a\\db", "a{1}\\d{1}b{1}"],
  ["\\d{3}|\\w{5}", null],
  ["^..$", ".{1}.{1}"],
  ["\\d\\b\\d", null],
  ["[\\]a]{2}[^]{2}", "[\\]a]{2}[^]{2}"],
  ["x{60}y", "x{48}"],
  ["x{40}y{20}z", "x{40}y{8}"],
  ["a{x\\d", "x{1}\\d{1}"],
  ["", null],
];

for (const [pattern, source] of SCREENS) {
  Deno.test(`expressionScreen() of ${pattern} is ${source}`, () => {
    assertEquals(expressionScreen(pattern)?.source ?? null, source);
  });
}

const part = fc.constantFrom(
  ..."a,b,.,\\d,\\w,\\s,\\S,\\W,[ab],[^a],\\.,\\x41,(a|b),(?:ab\\d),(?<n>.a),\\b,^,$,\\n".split(","),
);
const times = fc.constantFrom("", "", "", "?", "*", "+", "{2}", "{1,2}", "{2,}", "+?", "{0}");
const zeroWidth = /^(?:\\b|\^|\$)$/;
const patterns = fc.array(fc.tuple(part, times), { minLength: 1, maxLength: 5 }).map((parts) =>
  parts.map(([one, quantifier], at) =>
    (one.startsWith("(?<") ? one.replace("n", `n${at}`) : one) + (zeroWidth.test(one) ? "" : quantifier)
  )
    .join("")
);

Deno.test("expressionScreen() matches, with its length, in every ASCII text in which the expression does", () => {
  const texts = fc.string({ unit: fc.constantFrom(..."ab1 .\nA_"), maxLength: 12 });
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      const screen = expressionScreen(pattern);
      if (screen === null || !compileExpression(pattern, { engine: "linear" }).test(text)) return;
      const [match] = new RegExp(screen.source).exec(text) ?? [];
      assert(match !== undefined, `${screen.source} of ${pattern} matches ${JSON.stringify(text)}`);
      assertEquals(match.length, screen.length);
    }),
    { numRuns: 3000 },
  );
});
