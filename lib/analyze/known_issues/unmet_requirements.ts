import type { Diagnostic } from "../../errors.ts";
import type { Rule, RuleSource } from "../../rules/rule.ts";

const MAX_NAMED = 8;
const WORDS: Readonly<Record<RuleSource, string>> = {
  application: "no application log",
  http_access: "no access log",
  migration: "no migration log",
  daemon: "no daemon log",
  other: "no startup log",
  events: "no events",
};

/**
 * Says of which known issues it is not known whether they are there: what shows them is not in the inputs. That
 * nothing was found of them means nothing.
 */
export function unmetRequirements(
  rules: readonly Rule[],
  present: ReadonlySet<RuleSource>,
  input: string,
): Diagnostic[] {
  const unmet = rules.filter(({ requirements }) =>
    requirements.length > 0 && !requirements.some((source) => present.has(source))
  );
  const groups = Map.groupBy(unmet, ({ requirements }) => requirements.toSorted().join());
  return [...groups.values()].map((group) => {
    const ids = group.map(({ id }) => id).sort();
    const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
    const lacking = group[0]!.requirements.map((source) => WORDS[source]).join(", ");
    return {
      code: "rules.not-looked-for",
      severity: "note",
      message: `Cannot look for ${ids.slice(0, MAX_NAMED).join(", ")}${more}: the inputs have ${lacking}`,
      input,
      count: ids.length,
    };
  });
}
