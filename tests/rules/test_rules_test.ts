import { assertEquals } from "../../lib/std/assert.ts";
import type { RuleTest } from "../../lib/rules/rule.ts";
import { testRules } from "../../lib/rules/test_rules.ts";
import { makeRule } from "./make_rule.ts";

const test = (text: string, captures: RuleTest["captures"] = {}): RuleTest => (
  { text, level: "INFO", logger: null, version: null, captures }
);

Deno.test("testRules() names the tests that fail, and why", () => {
  const detection = [{ literal: "needle", pattern: "needle (?<size>\\d+)" }];
  const rule = makeRule({
    detection,
    tests: {
      match: [test("needle 1", { size: ["1"] }), test("noodle"), test("needle 2", { size: ["3"] })],
      noMatch: [test("needle x"), test("needle 4")],
    },
  });
  assertEquals(testRules([rule]), [
    {
      rule: "test.needle",
      list: "match",
      index: 1,
      message: "Cannot pass test: the record is not hit, expected a hit",
    },
    {
      rule: "test.needle",
      list: "match",
      index: 2,
      message: 'Cannot pass test: capture "size" is ["2"], expected ["3"]',
    },
    {
      rule: "test.needle",
      list: "no_match",
      index: 1,
      message: "Cannot pass test: the record is hit, expected no hit",
    },
  ]);
});

Deno.test("testRules() tries rules together, so that guards see each other", () => {
  const guard = { ...makeRule().guard, notRules: ["test.hay"] };
  const rule = makeRule({ guard, tests: { match: [test("needle")], noMatch: [test("needle in hay")] } });
  const hay = makeRule({ id: "test.hay", detection: [{ literal: "hay", pattern: null }] });
  assertEquals(testRules([rule, hay]), []);
  assertEquals(testRules([rule]).map(({ list, index }) => [list, index]), [["no_match", 0]]);
});
