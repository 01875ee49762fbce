/**
 * A known-issue rule: what to look for in one record, what it means, what to do, and the records it is tested with.
 *
 * In rule files the names are the same in snake case (`not_rules`). Every expression is ECMAScript, case-sensitive, without
 * flags, and is applied to the text of a record: message, line feed, continuation lines. Named groups (`(?<address>…)`)
 * are captured; groups without a name are not.
 *
 * @module
 */
import type { Category } from "../parse/member_origin.ts";

/** How bad what a rule finds is. */
export type Severity = "critical" | "high" | "medium" | "low" | "info";
/** All of them, most severe first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "info"];
/** How sure it is that a match means what the rule says. */
export type Confidence = "high" | "medium" | "low";

/** A known issue. */
export interface Rule {
  /** `area.problem`; never renamed, never reused. */
  readonly id: string;
  /** One line, no period. */
  readonly title: string;
  /** How bad. */
  readonly severity: Severity;
  /** How sure. */
  readonly confidence: Confidence;
  /** Logs whose records are looked at; empty when only events raise the rule. */
  readonly categories: readonly Category[];
  /** Any one suffices; empty when only events raise the rule. */
  readonly detection: readonly Selection[];
  /** What else must hold. */
  readonly guard: Guard;
  /** Further expressions, run near a match for their named groups only. */
  readonly captures: readonly string[];
  /** Events that raise, end or confirm it. */
  readonly events: RuleEvents;
  /** Ids of rules whose hits on the same record this one explains; a final `*` stands for any rest. */
  readonly explains: readonly string[];
  /** Ops Manager versions it applies to; empty: all. */
  readonly versions: readonly VersionRange[];
  /** Sources without which "not found" must not be said. */
  readonly requirements: readonly RuleSource[];
  /** What it means: sentences. */
  readonly explanation: string;
  /** What to do: sentences. */
  readonly remediation: string;
  /** URLs and document names. */
  readonly references: readonly string[];
  /** Its own tests. */
  readonly tests: RuleTests;
}

/** A source whose absence can hide an issue. */
export type RuleSource = Category | "events";

/** A text to find. */
export interface Selection {
  /** Must occur in the text for `pattern` to match: all literals are searched at once, patterns only where theirs is found. */
  readonly literal: string;
  /** The expression; null: the literal alone decides. */
  readonly pattern: string | null;
}

/** Conditions on a record besides its selections; all must hold. */
export interface Guard {
  /** Texts that must all occur. */
  readonly contains: readonly string[];
  /** Texts none of which may occur. */
  readonly notContains: readonly string[];
  /** Prefixes of loggers, one of which must fit; empty: any logger. */
  readonly loggers: readonly string[];
  /** Ids of rules none of which may hit the same record; a final `*` stands for any rest. */
  readonly notRules: readonly string[];
  /** Whether the record must be at WARN or ERROR, or hold an exception. */
  readonly serious: boolean;
}

/** Event types that belong to a rule. */
export interface RuleEvents {
  /** Raise it, without any log. */
  readonly raises: readonly string[];
  /** End what `raises` began. */
  readonly until: readonly string[];
  /** Tell the same as a hit in the logs. */
  readonly confirms: readonly string[];
}

/** Versions from one, inclusive, to another, exclusive; null: open. */
export interface VersionRange {
  /** First version, for example `8.0.8`. */
  readonly from: string | null;
  /** First version after the range. */
  readonly before: string | null;
}

/** A rule's own tests. */
export interface RuleTests {
  /** Records it must hit. */
  readonly match: readonly RuleTest[];
  /** Records it must not hit. */
  readonly noMatch: readonly RuleTest[];
}

/** One record to try a rule on, of the first of its categories. */
export interface RuleTest {
  /** Text of the record. */
  readonly text: string;
  /** Level of the record. */
  readonly level: string;
  /** Logger of the record, when it matters. */
  readonly logger: string | null;
  /** Ops Manager version, when it matters. */
  readonly version: string | null;
  /** Captured values that are expected, by name, in order; names that are not here are not compared. */
  readonly captures: Readonly<Record<string, readonly string[]>>;
}

/** Ids that the program raises itself: rules may explain or exclude them, not define them. */
export const PROGRAM_RULE_IDS: readonly string[] = [
  "access.auth-burst",
  "access.client-flood",
  "access.errors-burst",
  "access.latency-shift",
  "agent.clock-skew",
  "agent.silent",
  "agent.unauthorized",
  "clock.skew",
  "coverage.missing",
  "coverage.truncated",
  "log.debug-left-on",
  "log.restart-abrupt",
  "log.restart-loop",
  "log.silence",
  "log.version-skew",
  "login.brute-force",
  "signature.burst",
  "signature.new",
];

/** Whether a rule id is the one referred to; a final `*` in the reference stands for any rest. */
export function refersTo(reference: string, id: string): boolean {
  return reference.endsWith("*") ? id.startsWith(reference.slice(0, -1)) : reference === id;
}
