import { isDeepStrictEqual } from "node:util";
import { compileRules, type RuleSet } from "./match_rules.ts";
import type { Rule, RuleTest } from "./rule.ts";

/** A test of a rule that did not come out as the rule says. */
export interface RuleTestFailure {
  /** Id of the rule. */
  readonly rule: string;
  /** The list the test is in. */
  readonly list: "match" | "no_match";
  /** Place in the list, 0-based. */
  readonly index: number;
  /** One sentence, no final period. */
  readonly message: string;
}

/** Runs the tests that the rules bring, with all rules together: guards look at each other. */
export function testRules(rules: readonly Rule[]): readonly RuleTestFailure[] {
  const ruleSet = compileRules(rules);
  return rules.flatMap((rule) => [
    ...rule.tests.match.flatMap((test, index) => failure({ ruleSet, rule, test, list: "match", index })),
    ...rule.tests.noMatch.flatMap((test, index) => failure({ ruleSet, rule, test, list: "no_match", index })),
  ]);
}

interface TestRun {
  readonly ruleSet: RuleSet;
  readonly rule: Rule;
  readonly test: RuleTest;
  readonly list: "match" | "no_match";
  readonly index: number;
}

function failure({ ruleSet, rule, test, list, index }: TestRun): RuleTestFailure[] {
  const category = rule.categories[0] ?? "other";
  const matches = ruleSet.match(test.text, { ...test, category });
  const match = matches.find((one) => one.rule === rule);
  const message = match === undefined
    ? list === "match" ? "the record is not hit, expected a hit" : null
    : list === "no_match"
    ? "the record is hit, expected no hit"
    : wrongCapture(test, match.captures);
  return message === null ? [] : [{ rule: rule.id, list, index, message: `Cannot pass test: ${message}` }];
}

function wrongCapture({ captures }: RuleTest, actual: RuleTest["captures"]): string | null {
  for (const [name, values] of Object.entries(captures)) {
    const found = actual[name] ?? [];
    if (!isDeepStrictEqual(found, values)) {
      return `capture "${name}" is ${JSON.stringify(found)}, expected ${JSON.stringify(values)}`;
    }
  }
  return null;
}
