import { UsageError } from "./errors.ts";
import type { RuleFile } from "./rules/load_rules.ts";
import { BUILTIN_RULES } from "./rules/prepared_rules.ts";
import type { Rule } from "./rules/rule.ts";

/** Which rules are wanted. */
export interface WantedRules {
  /** More rules. */
  readonly rules?: readonly RuleFile[] | undefined;
  /** Whether those that come with the program are used. @default {true} */
  readonly builtinRules?: boolean | undefined;
}

/**
 * Loads the rules of an analysis. What reads YAML is loaded only when there are rule files.
 *
 * @throws {UsageError} when a rule file is wrong; it names the first problem
 */
export async function loadUsedRules(
  { rules = [], builtinRules = true }: WantedRules,
): Promise<readonly Rule[]> {
  if (rules.length === 0) return builtinRules ? BUILTIN_RULES : [];
  const [{ loadRules }, { BUILTIN_RULE_FILES }] = await Promise.all([
    import("./rules/load_rules.ts"),
    import("./rules/builtin_rules.ts"),
  ]);
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
  const builtin = new Set(builtinRules ? [] : BUILTIN_RULES.map(({ id }) => id));
  return loaded.rules.filter(({ id }) => !builtin.has(id));
}
