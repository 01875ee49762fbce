import { assertEquals } from "../../lib/std/assert.ts";
import { keptTokens } from "../../lib/rules/kept_tokens.ts";
import { makeRule } from "./make_rule.ts";

const CASES: readonly (readonly [string, readonly { before: string; token: string }[]])[] = [
  ["Command failed with error 18", [{ before: "error", token: "18" }]],
  ["E11000 duplicate key error", [{ before: "", token: "E11000" }]],
  ["/ping/v1/", [{ before: "ping", token: "v1" }]],
  ['a "b" =7 8.0.1|9', [
    { before: "b", token: "7" },
    { before: "7", token: "8.0.1" },
    { before: "8.0.1", token: "9" },
  ]],
  // "rror" may be the end of any token, so the one after it is kept after all.
  ["rror 18", [{ before: "", token: "18" }]],
  ["No space left on device", []],
];

for (const [literal, expected] of CASES) {
  Deno.test(`keptTokens() of the literal ${JSON.stringify(literal)}`, () => {
    const byToken = (list: readonly { token: string }[]) => list.map((kept) => kept.token).sort();
    const kept = keptTokens([makeRule({ detection: [{ literal, pattern: null }] })]);
    assertEquals(byToken(kept), byToken(expected));
    assertEquals(
      new Set(kept.map((one) => `${one.before}>${one.token}`)),
      new Set(expected.map((one) => `${one.before}>${one.token}`)),
    );
  });
}

Deno.test("keptTokens() is sorted, has no duplicates, and knows the guards", () => {
  const guard = { ...makeRule().guard, contains: ["status 429"], notContains: ["a code 18"] };
  const detection = [{ literal: "error 18 x", pattern: null }, { literal: "an error 18", pattern: null }];
  assertEquals(keptTokens([makeRule({ detection, guard }), makeRule({ detection })]), [
    { before: "", token: "18" },
    { before: "code", token: "18" },
    { before: "error", token: "18" },
    { before: "", token: "429" },
  ]);
});
