import type { Rule } from "../rule.ts";

/**
 * The rules with a correlation, each after those its correlation names. Rules that lead back to themselves, and those that
 * need them, are left out.
 */
export function correlationOrder(rules: readonly Rule[]): readonly Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const waiting = new Map<string, number>();
  const usersOf = new Map<string, Rule[]>();
  const ready: Rule[] = [];
  for (const rule of rules) {
    if (rule.correlation === null) continue;
    const needed = new Set(
      rule.correlation.rules.filter((id) => id !== rule.id && byId.get(id)?.correlation),
    );
    for (const id of needed) {
      const users = usersOf.get(id);
      if (users === undefined) usersOf.set(id, [rule]);
      else users.push(rule);
    }
    waiting.set(rule.id, needed.size);
    if (needed.size === 0) ready.push(rule);
  }
  // Grows while it is walked: a rule is ready when the last of those it needs is.
  for (const { id } of ready) {
    for (const user of usersOf.get(id) ?? []) {
      const left = (waiting.get(user.id) ?? 0) - 1;
      waiting.set(user.id, left);
      if (left === 0) ready.push(user);
    }
  }
  return ready;
}
