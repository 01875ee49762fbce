import type { Rule } from "../../lib/rules/rule.ts";

/** A rule that finds "needle" in application records, with what a test changes. */
export function makeRule(changes: Partial<Rule> = {}): Rule {
  return {
    id: "test.needle",
    title: "A needle",
    severity: "low",
    confidence: "high",
    categories: ["application"],
    detection: [{ literal: "needle", pattern: null }],
    guard: { contains: [], notContains: [], loggers: [], notRules: [], serious: false },
    captures: [],
    events: { raises: [], until: [], confirms: [] },
    explains: [],
    versions: [],
    requirements: [],
    explanation: "There is a needle.",
    remediation: "Remove it.",
    references: [],
    tests: { match: [], noMatch: [] },
    ...changes,
  };
}
