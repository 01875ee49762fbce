/**
 * A known-issue rule: what to look for, what it means, what to do, and the records it is tested with.
 *
 * In rule files the names are the same in snake case (`not_rules`). Every expression is ECMAScript, case-sensitive, without
 * flags, and is applied to the text of a record: message, line feed, continuation lines. Named groups (`(?<address>…)`)
 * are captured; groups without a name are not.
 *
 * @module
 */
import type { Category } from "../parse/member_origin.ts";
import type { Engine } from "./expression/compile_expression.ts";

/** All kinds of log. */
export const CATEGORIES: readonly Category[] = ["application", "http_access", "migration", "daemon", "other"];

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
  /** Any one suffices. */
  readonly detection: readonly Selection[];
  /** Requests in the access log that count as well; any one suffices. */
  readonly requests: readonly RequestSelection[];
  /** Any serious record of some logs counts as well, less surely; null: none does. */
  readonly anySerious: AnySerious | null;
  /** With it the rule is raised where the correlation holds, and nowhere else; null: by each hit. */
  readonly correlation: Correlation | null;
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
  /** Whether its records hold what nobody should see: they are counted and not shown. */
  readonly secret: boolean;
  /** Its own tests. */
  readonly tests: RuleTests;
  /** What runs its expressions. */
  readonly engine: Engine;
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

/** Records that need no literal: those at ERROR, or with an exception. */
export interface AnySerious {
  /** In these logs. */
  readonly categories: readonly Category[];
  /** How sure such a hit is. */
  readonly confidence: Confidence;
}

/** Requests to find in access logs. */
export interface RequestSelection {
  /** Codes (`429`) and classes of them (`5xx`). */
  readonly status: readonly string[];
  /** Methods; empty: any. */
  readonly methods: readonly string[];
  /** Text that must be in the route (`/agents/api/automation/conf/v1/{gid}`); null: any route. */
  readonly path: string | null;
  /** Text that must not be in the route; null: none. */
  readonly notPath: string | null;
}

/** How hits must go together, in the words of Sigma's correlations. */
export interface Correlation {
  /**
   * `event_count`: so many hits; `value_count`: so many different values of `field`; `temporal`: hits of all rules, in
   * any order; `temporal_ordered`: in the order of the rules; `absence`: a hit of the first rule that none of the second
   * follows.
   */
  readonly type: CorrelationType;
  /** Ids of the rules whose hits are looked at, each once. The rule's own id: its own detection and requests. */
  readonly rules: readonly string[];
  /**
   * Keywords ({@linkcode CORRELATION_KEYS}) or captures in which hits must agree; hits that lack one belong to no group.
   * Empty: all are one group. A keyword of which nothing is known is taken as the name of a capture.
   */
  readonly groupBy: readonly string[];
  /** Longest time from the first hit to the last, inclusive. */
  readonly timespanMs: number;
  /** Of `event_count` and `value_count`, else null. */
  readonly condition: CountCondition | null;
  /** Keyword or capture, of `value_count`, else null. */
  readonly field: string | null;
  /** `requests`: of its own hits only requests are correlated, and records raise the rule by each hit; null: all are. */
  readonly only: "requests" | null;
}

/** A kind of correlation. */
export type CorrelationType = "event_count" | "value_count" | "temporal" | "temporal_ordered" | "absence";
/** All of them. */
export const CORRELATION_TYPES: readonly CorrelationType[] = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "absence",
];

/** Bounds of a number, all of which must hold; null: not bounded so. */
export interface CountCondition {
  /** Greater than. */
  readonly gt: number | null;
  /** Greater than or equal to. */
  readonly gte: number | null;
  /** Less than. */
  readonly lt: number | null;
  /** Less than or equal to. */
  readonly lte: number | null;
  /** Equal to. */
  readonly eq: number | null;
}

/** Event types that belong to a rule. */
export interface RuleEvents {
  /** Raise it, without any log. */
  readonly raises: readonly string[];
  /** End what `raises` began. */
  readonly until: readonly string[];
  /** Tell the same as a hit in the logs. */
  readonly confirms: readonly string[];
  /** `appdb`: only events about the replica set or the hosts of the application database; null: all. */
  readonly of: "appdb" | null;
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

/** One record to try a rule on. */
export interface TestRecord {
  /** Text of the record; empty for a request. */
  readonly text: string;
  /** Method and URL as sent; null: the record is no request. */
  readonly request: string | null;
  /** Status of the request; null: the record is no request. */
  readonly status: number | null;
  /** Kind of log; null: `http_access` for a request, else the first other one of the rule. */
  readonly category: Category | null;
  /** Level of the record. */
  readonly level: string;
  /** Logger of the record, when it matters. */
  readonly logger: string | null;
  /** Ops Manager version, when it matters. */
  readonly version: string | null;
}

/** A test: one record, or several for a correlation. */
export interface RuleTest extends TestRecord {
  /** Captured values that are expected, by name, in order; names that are not here are not compared. */
  readonly captures: Readonly<Record<string, readonly string[]>>;
  /** Records that the correlation is tried on; empty: the test is the one record. */
  readonly records: readonly SequenceRecord[];
  /** When the logs end, in milliseconds after the start of the test; null: at the last record. */
  readonly endsMs: number | null;
}

/** One of several records of a test. */
export interface SequenceRecord extends TestRecord {
  /** Milliseconds after the start of the test. */
  readonly atMs: number;
  /** What correlations group by; null: not known. */
  readonly keys: Readonly<Record<CorrelationKey, string | null>>;
}

/** What every record may tell besides what a rule captures. */
export type CorrelationKey = "host" | "gid" | "replica_set" | "client" | "agent" | "logger";
/** All of them. */
export const CORRELATION_KEYS: readonly CorrelationKey[] = [
  "host",
  "gid",
  "replica_set",
  "client",
  "agent",
  "logger",
];

/** Ids that the program raises itself: rules may explain or exclude them, not define them. */
export const PROGRAM_RULE_IDS: readonly string[] = [
  "access.auth-burst",
  "access.client-flood",
  "access.errors-burst",
  "access.latency-shift",
  "agent.clock-skew",
  "agent.silent",
  "agent.unauthorized",
  "backup.snapshot-overlap",
  "backup.snapshot-slow",
  "backup.snapshot-stuck",
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
