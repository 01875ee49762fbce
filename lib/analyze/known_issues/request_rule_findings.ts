import type { Rule } from "../../rules/rule.ts";
import type { RuleSet } from "../../rules/match_rules.ts";
import type { RequestGroup } from "../access/kept_requests.ts";
import { draftRequests } from "../access/request_finding.ts";
import type { FindingDraft } from "../finding_draft.ts";
import { seriesField } from "../bursts/series_field.ts";
import { sorted } from "../sorted.ts";
import type { LogTally } from "../log_tally.ts";
import { describeOccasion, occasionsOf } from "../occasions.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { countBetween, totalOf } from "../time_grid.ts";

const MAX_VALUES = 100;

/** Findings about known issues that show in requests: one for each occasion. */
export function requestRuleFindings(tally: LogTally, span: LogSpan, rules: RuleSet): FindingDraft[] {
  const field = seriesField(tally, span, { judged: rules.rules.length, source: "requests" });
  const own = [...groupsByRule(tally, rules)].filter(([rule]) => rule.correlation === null);
  return own.flatMap(([rule, groups]) => {
    const parts = groups.flatMap((group) => group.parts);
    const samples = groups.flatMap((group) => group.samples).sort((a, b) => a.timeMs - b.timeMs);
    return occasionsOf(parts, field, span).map((occasion) => {
      const outside = totalOf(parts).count - countBetween(parts, occasion.fromMs, occasion.toMs).count;
      const draft = draftRequests(tally, span, { parts, samples, ...occasion }, {
        ...wordsOf(rule),
        explanation: rule.explanation + describeOccasion(occasion, outside, "request"),
        captures: rule.secret ? {} : { client: clientsOf(tally, groups) },
      });
      return rule.secret ? { ...draft, evidence: [] } : draft;
    });
  });
}

/** The requests that rules look at, by rule, in the order of the rules. */
export function groupsByRule(tally: LogTally, rules: RuleSet): ReadonlyMap<Rule, readonly RequestGroup[]> {
  const byRule = new Map<Rule, RequestGroup[]>(rules.rules.map((rule) => [rule, []]));
  for (const group of tally.access.groups()) {
    for (const rule of rules.matchRequest({ ...group, category: "http_access" })) {
      byRule.get(rule)!.push(group);
    }
  }
  return new Map([...byRule].filter(([, groups]) => groups.length > 0));
}

/** What a finding says that its rule says. */
export function wordsOf(rule: Rule): Omit<Parameters<typeof draftRequests>[3], "captures"> {
  return {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    confidence: rule.confidence,
    explanation: rule.explanation,
    remediation: rule.remediation,
    references: rule.references,
    confirmingTypes: rule.events.confirms,
    explains: rule.explains,
  };
}

function clientsOf(tally: LogTally, groups: readonly RequestGroup[]): string[] {
  const callers = groups.flatMap(({ parts }) => parts.map(({ scope }) => tally.access.kept.callers[scope]!));
  return sorted(callers.flatMap(({ client }) => client ?? [])).slice(0, MAX_VALUES);
}
