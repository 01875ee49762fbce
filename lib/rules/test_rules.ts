import { isDeepStrictEqual } from "node:util";
import type { Category } from "../parse/member_origin.ts";
import { routeTemplate } from "../parse/route_template.ts";
import { correlateRules } from "./correlate/correlate_rules.ts";
import { compileRules, type RuleMatch, type RuleSet } from "./match_rules.ts";
import type { Rule, RuleTest, TestRecord } from "./rule.ts";

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

/** Runs the tests that the rules bring, with all rules together: guards and correlations look at each other. */
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
  const match = test.records.length > 0
    ? correlatedMatch(ruleSet, rule, test)
    : matchesOf(ruleSet, rule, test).find((one) => one.rule === rule);
  const what = test.records.length > 0 ? "records are" : test.request === null ? "record is" : "request is";
  const message = match === undefined
    ? list === "match" ? `the ${what} not hit, expected a hit` : null
    : list === "no_match"
    ? `the ${what} hit, expected no hit`
    : wrongCapture(test, match.captures);
  return message === null ? [] : [{ rule: rule.id, list, index, message: `Cannot pass test: ${message}` }];
}

/** What hits one record of a test of `rule`. */
function matchesOf({ match, matchRequest }: RuleSet, rule: Rule, record: TestRecord): readonly RuleMatch[] {
  const category = record.category ?? usualCategory(rule, record);
  if (record.request === null) return match(record.text, { ...record, category });
  const [method = "", url = ""] = record.request.split(" ");
  const { status, version } = record;
  return matchRequest({ category, method, route: routeTemplate(url), status: status ?? 0, version })
    .map((hit) => ({ rule: hit, captures: {}, confidence: hit.confidence }));
}

function usualCategory({ categories }: Rule, { request }: TestRecord): Category {
  if (request !== null) return "http_access";
  return categories.find((category) => category !== "http_access") ?? categories[0] ?? "application";
}

function correlatedMatch(ruleSet: RuleSet, rule: Rule, { records, endsMs }: RuleTest): RuleMatch | undefined {
  const matched = records.flatMap((record) =>
    matchesOf(ruleSet, rule, record).map((match) => ({
      rule: match.rule.id,
      timeMs: record.atMs,
      keys: record.keys,
      captures: match.captures,
      ref: record,
    }))
  );
  const logEndMs = endsMs ?? Math.max(...records.map(({ atMs }) => atMs));
  const found = correlateRules(ruleSet.rules, matched, { logEndMs: () => logEndMs }).get(rule.id);
  const isHit = rule.correlation === null
    ? matched.some((record) => record.rule === rule.id)
    : found !== undefined && found.length > 0;
  return isHit ? { rule, captures: {}, confidence: rule.confidence } : undefined;
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
