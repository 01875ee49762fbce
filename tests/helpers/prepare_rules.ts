import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { loadVersionHints } from "../../lib/rules/load_version_hints.ts";

/** What an analysis needs of the built-in rule files, as JSON: to read YAML takes longer than to scan a small log. */
export function prepareRules(): string {
  const rules = loadRules(BUILTIN_RULE_FILES).rules.map((rule) => ({
    ...rule,
    tests: { match: [], noMatch: [] },
  }));
  return `${JSON.stringify({ rules, versionHints: loadVersionHints() }, null, 2)}\n`;
}
