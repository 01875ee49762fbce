import { UsageError } from "./errors.ts";
import { BUILTIN_RULE_FILES } from "./rules/builtin_rules.ts";
import { loadRules, type RuleFile } from "./rules/load_rules.ts";
import type { Rule } from "./rules/rule.ts";

/** Which rules are wanted. */
export interface WantedRules {
  /** More rules. */
  readonly rules?: readonly RuleFile[] | undefined;
  /** Whether those that come with the program are used. @default {true} */
  readonly builtinRules?: boolean | undefined;
}

/**
 * Loads the rules of an analysis.
 *
 * @throws {UsageError} when a rule file is wrong; it names the first problem
 */
export function loadUsedRules({ rules = [], builtinRules = true }: WantedRules): readonly Rule[] {
  const loaded = loadRules([...BUILTIN_RULE_FILES, ...rules]);
  const problem = loaded.problems[0];
  if (problem !== undefined) {
    const more = loaded.problems.length > 1 ? ` (and ${loaded.problems.length - 1} more problems)` : "";
    throw new UsageError(
      `Cannot load rules: ${problem.file}:${problem.line}:${problem.column}: ${problem.message}${more}`,
      {
        remedy: "correct the rule file, or leave it out",
      },
    );
  }
  const builtin = builtinRules
    ? new Set<string>()
    : new Set(loadRules(BUILTIN_RULE_FILES).rules.map(({ id }) => id));
  return loaded.rules.filter(({ id }) => !builtin.has(id));
}
