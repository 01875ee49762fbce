import { unmetRequirements } from "../../../lib/analyze/known_issues/unmet_requirements.ts";
import { BUILTIN_RULE_FILES } from "../../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../../lib/rules/load_rules.ts";
import type { RuleSource } from "../../../lib/rules/rule.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";

const { rules } = loadRules(BUILTIN_RULE_FILES);

function notLookedFor(...present: RuleSource[]): string[] {
  return unmetRequirements(rules, new Set(present), "om.tar.gz").map(({ message }) => message);
}

Deno.test("unmetRequirements() says which known issues could not be looked for, and why", () => {
  const messages = notLookedFor("application", "http_access", "migration", "daemon");
  assert(messages.length > 0);
  assert(messages.every((message) => message.startsWith("Cannot look for ")));
  assertStringIncludes(messages.join("\n"), "the inputs have no events");
  assertStringIncludes(messages.join("\n"), "appdb.process-down");
});

Deno.test("unmetRequirements() has nothing to say when every source is there", () => {
  assertEquals(notLookedFor("application", "http_access", "migration", "daemon", "other", "events"), []);
});

Deno.test("unmetRequirements() counts all it does not name", () => {
  const diagnostics = unmetRequirements(rules, new Set(["events"]), "om.tar.gz");
  const total = diagnostics.reduce((sum, { count = 0 }) => sum + count, 0);
  const needLogs = rules.filter(({ requirements }) =>
    requirements.length > 0 && !requirements.includes("events")
  );
  assertEquals(total, needLogs.length);
  assert(diagnostics.every(({ message }) => message.length < 400));
});
