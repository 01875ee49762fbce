import prepared from "../../lib/rules/prepared_rules.json" with { type: "json" };
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { BUILTIN_RULES } from "../../lib/rules/prepared_rules.ts";
import { loadUsedRules } from "../../lib/load_used_rules.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { prepareRules } from "../helpers/prepare_rules.ts";

const OWN = {
  file: "own.yaml",
  text: `rules:
  - id: our.needle
    title: A needle
    severity: low
    confidence: high
    categories: [application]
    detection: [{ literal: "needle in" }]
    explanation: A needle.
    remediation: Look.
`,
};

Deno.test("prepared_rules.json is what the rule files say", () => {
  assertEquals(prepared, JSON.parse(prepareRules()), "deno task build:rules brings them together");
});

Deno.test("BUILTIN_RULES are the rules of the files but for their tests", () => {
  const { rules } = loadRules(BUILTIN_RULE_FILES);
  assert(rules.length > 50);
  assertEquals(BUILTIN_RULES.map((rule, index) => ({ ...rule, tests: rules[index]!.tests })), [...rules]);
});

Deno.test("loadUsedRules() gives the built-in rules, those of files after them, or only those", async () => {
  const idsOf = async (wanted: Parameters<typeof loadUsedRules>[0]) =>
    (await loadUsedRules(wanted)).map(({ id }) => id);
  const builtin = BUILTIN_RULES.map(({ id }) => id);
  assertEquals(await idsOf({}), builtin);
  assertEquals(await idsOf({ rules: [OWN] }), [...builtin, "our.needle"]);
  assertEquals(await idsOf({ rules: [OWN], builtinRules: false }), ["our.needle"]);
  assertEquals(await idsOf({ builtinRules: false }), []);
});
