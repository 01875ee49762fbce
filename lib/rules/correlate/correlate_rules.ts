import type { Rule } from "../rule.ts";
import { correlate, type Correlated, type CorrelateOptions } from "./correlate.ts";
import { correlationOrder } from "./correlation_order.ts";
import type { MatchedRecord } from "./matched_record.ts";

/**
 * Finds where the correlations of rules hold, by id of the rule; rules without a correlation are not in it.
 *
 * @param rules All rules.
 * @param records What `RuleSet.match()` and `RuleSet.matchRequest()` hit. Only those of rules that a correlation names matter.
 */
export function correlateRules<Ref>(
  rules: readonly Rule[],
  records: Iterable<MatchedRecord<Ref>>,
  options: CorrelateOptions<Ref>,
): ReadonlyMap<string, readonly Correlated<Ref>[]> {
  const hits = new Map<string, MatchedRecord<Ref>[]>();
  for (const record of records) {
    const same = hits.get(record.rule);
    if (same === undefined) hits.set(record.rule, [record]);
    else same.push(record);
  }
  const found = new Map<string, readonly Correlated<Ref>[]>();
  for (const { id, correlation } of correlationOrder(rules)) {
    if (correlation === null) continue;
    const named = correlation.rules.flatMap((other) =>
      other === id ? hits.get(id) ?? [] : hitsOf(other, hits, found)
    );
    found.set(id, correlate(correlation, named, options));
  }
  return found;
}

/** A correlation happens at each record with which a window came to satisfy it. */
function hitsOf<Ref>(
  id: string,
  hits: ReadonlyMap<string, MatchedRecord<Ref>[]>,
  found: ReadonlyMap<string, readonly Correlated<Ref>[]>,
): readonly MatchedRecord<Ref>[] {
  const correlated = found.get(id);
  if (correlated === undefined) return hits.get(id) ?? [];
  return correlated.flatMap(({ completions }) => completions.map((record) => ({ ...record, rule: id })));
}
