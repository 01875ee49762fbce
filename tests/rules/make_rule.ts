import type { Rule, RuleTest } from "../../lib/rules/rule.ts";

/** A rule that finds "needle" in application records, with what a test changes. */
export function makeRule(changes: Partial<Rule> = {}): Rule {
  return {
    id: "test.needle",
    title: "A needle",
    severity: "low",
    confidence: "high",
    categories: ["application"],
    detection: [{ literal: "needle", pattern: null }],
    requests: [],
    anySerious: null,
    correlation: null,
    guard: { contains: [], notContains: [], loggers: [], notRules: [], serious: false },
    captures: [],
    events: { raises: [], until: [], confirms: [], of: null },
    explains: [],
    versions: [],
    requirements: [],
    explanation: "There is a needle.",
    remediation: "Remove it.",
    references: [],
    secret: false,
    tests: { match: [], noMatch: [] },
    engine: "native",
    ...changes,
  };
}

/** A test of a text, with what differs. */
export function makeTest(text: string, changes: Partial<RuleTest> = {}): RuleTest {
  return {
    text,
    request: null,
    status: null,
    category: null,
    level: "INFO",
    logger: null,
    version: null,
    captures: {},
    records: [],
    endsMs: null,
    ...changes,
  };
}
