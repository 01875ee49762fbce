import { correlateRules } from "../../../lib/rules/correlate/correlate_rules.ts";
import { correlationOrder } from "../../../lib/rules/correlate/correlation_order.ts";
import type { Rule } from "../../../lib/rules/rule.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { makeRule } from "../make_rule.ts";
import { at, bounds, makeCorrelation } from "./make_records.ts";

const LOG_END = { logEndMs: () => 1_000_000 };

function rule(id: string, changes: Parameters<typeof makeCorrelation>[0] | null = null): Rule {
  return makeRule({ id, correlation: changes === null ? null : makeCorrelation(changes) });
}

const flood = rule("flood", { rules: ["login"], condition: bounds({ gte: 3 }), groupBy: ["client"] });
const broken = rule("broken", { type: "temporal_ordered", rules: ["flood", "success"], groupBy: ["client"] });
const RULES = [broken, flood, rule("login"), rule("success")];

function found(records: Parameters<typeof correlateRules<string>>[1]): Record<string, string[][]> {
  const stretches = correlateRules(RULES, records, LOG_END);
  return Object.fromEntries(
    [...stretches].map(([id, list]) => [id, list.map(({ records }) => records.map(({ ref }) => ref))]),
  );
}

Deno.test("correlateRules() lets a correlation happen at each record that completes it", () => {
  const failures = [1, 2, 3, 4].map((second) => at(second, "login", { client: "c" }));
  const all = ["login1", "login2", "login3", "login4"];
  const success = (seconds: number) => at(seconds, "success", { client: "c" });
  assertEquals(found([...failures, success(5)]), { flood: [all], broken: [["login4", "success5"]] });
  assertEquals(found([...failures, success(3.5)]), { flood: [all], broken: [["login3", "success3.5"]] });
  assertEquals(found([...failures, success(2.5)]), { flood: [all], broken: [] });
  assertEquals(found([...failures, at(5, "success", { client: "d" })]), { flood: [all], broken: [] });
});

Deno.test("correlateRules() looks at the own records of a rule that names itself, and at no others", () => {
  const self = rule("self", { rules: ["self"], condition: bounds({ gte: 2 }) });
  const records = [at(1, "self"), at(2, "login"), at(3, "self")];
  const stretches = correlateRules([self, rule("login")], records, LOG_END).get("self");
  assertEquals(stretches?.map((one) => one.records.map(({ ref }) => ref)), [["self1", "self3"]]);
});

Deno.test("correlationOrder() gives rules after those they need, without circles and what needs them", () => {
  const needs = (id: string, ...rules: readonly string[]) => rule(id, { type: "temporal", rules });
  const rules = [
    needs("last", "middle", "plain"),
    needs("middle", "first", "first", "middle"),
    needs("first", "plain", "other"),
    needs("a", "b"),
    needs("b", "a"),
    needs("victim", "a", "first"),
    needs("self", "self"),
    rule("plain"),
    rule("other"),
  ];
  assertEquals(correlationOrder(rules).map(({ id }) => id), ["first", "self", "middle", "last"]);
});
