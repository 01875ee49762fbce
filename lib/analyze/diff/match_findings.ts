import type { Severity } from "../../rules/rule.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import type { Category } from "../../parse/member_origin.ts";
import type { Finding } from "../finding.ts";
import { sorted } from "../sorted.ts";
import { DisjointSets } from "./disjoint_sets.ts";

/** All findings of one side that are the same trouble: an outage may come several times. */
export interface Trouble {
  /** Rule id. */
  readonly rule: string;
  /** Title of the most severe one, of those of the latest. */
  readonly title: string;
  /** Of the most severe one. */
  readonly severity: Severity;
  /** How often it came. */
  readonly occasions: number;
  /** Records behind all of them. */
  readonly count: number;
  /** First onset. */
  readonly first: string;
  /** Last record. */
  readonly last: string;
  /** Ids of the findings, in their order. */
  readonly findings: readonly string[];
  /** Sorted. */
  readonly hosts: readonly string[];
  /** Sorted. */
  readonly categories: readonly Category[];
  /** Project ids, sorted. */
  readonly groupIds: readonly string[];
  /** Sorted. */
  readonly replicaSets: readonly string[];
  /** Agent hosts, sorted. */
  readonly agents: readonly string[];
}

/** The same trouble on both sides; one of both is there. */
export interface TroublePair {
  /** Before; null: it is new. */
  readonly before: Trouble | null;
  /** After; null: it is gone. */
  readonly after: Trouble | null;
}

/** What a finding is about, the most special first. */
const SCOPES = ["agents", "replicaSets", "groupIds", "hosts"] as const;

/** Beyond so many of a rule on a side, only what shares a name is matched. */
const MAX_HALVES = 300;

interface Found {
  readonly side: "before" | "after";
  readonly finding: Finding;
}

interface Group {
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
}

/**
 * Matches findings of the same rule that are about the same: the most special of agents, replica sets, projects and
 * hosts that both name has something in common. Ids and onsets are of one time only. Without `isByHost` host names mean
 * nothing: no host is in both.
 */
export function matchFindings(
  before: readonly Finding[],
  after: readonly Finding[],
  { isByHost }: { readonly isByHost: boolean },
): TroublePair[] {
  const byRule = Map.groupBy(
    [
      ...before.map((finding): Found => ({ side: "before", finding })),
      ...after.map((finding): Found => ({ side: "after", finding })),
    ],
    ({ finding }) => subjectOf(finding),
  );
  return [...byRule.values()].flatMap((found) =>
    joinHalves(groupsOf(found, isByHost), isByHost).map((group) => ({
      before: troubleOf(group.before),
      after: troubleOf(group.after),
    }))
  );
}

/** The rule; of the rules that raise any message, with the message. */
function subjectOf({ rule, title }: Finding): string {
  return rule.startsWith("signature.") ? `${rule}\0${title.replace(/\d+/g, "#")}` : rule;
}

/** Findings that share a name on their most special scope are one trouble, on either side. */
function groupsOf(found: readonly Found[], isByHost: boolean): Group[] {
  const sets = new DisjointSets();
  const named = found.map((one) => ({ ...one, names: namesOf(one.finding, isByHost) }));
  for (const { names: [first, ...others] } of named) others.forEach((name) => sets.join(first, name));
  return [...Map.groupBy(named, ({ names: [first] }) => sets.rootOf(first)).values()].map((group) => ({
    before: group.flatMap(({ side, finding }) => side === "before" ? [finding] : []),
    after: group.flatMap(({ side, finding }) => side === "after" ? [finding] : []),
  }));
}

function namesOf(finding: Finding, isByHost: boolean): [string, ...string[]] {
  const scope = scopesOf(isByHost).find((scope) => finding[scope].length > 0);
  const [first = "", ...others] = scope === undefined
    ? []
    : finding[scope].map((name) => `${scope}\0${name}`);
  return [first, ...others];
}

/** What only one side has is matched with what only the other has, where one of both names less of what it is about. */
function joinHalves(groups: readonly Group[], isByHost: boolean): Group[] {
  const result = groups.filter(({ before, after }) => before.length > 0 && after.length > 0);
  const gone = groups.filter(({ after }) => after.length === 0);
  const fresh = new Set(groups.filter(({ before }) => before.length === 0));
  for (const [at, half] of gone.entries()) {
    const among = at < MAX_HALVES ? [...fresh].slice(0, MAX_HALVES) : [];
    const other = among.find(({ after }) => agree(half.before[0]!, after[0]!, isByHost));
    if (other !== undefined) fresh.delete(other);
    result.push({ before: half.before, after: other?.after ?? [] });
  }
  return [...result, ...fresh];
}

function agree(a: Finding, b: Finding, isByHost: boolean): boolean {
  const common = scopesOf(isByHost).find((scope) => a[scope].length > 0 && b[scope].length > 0);
  return common === undefined || overlaps(a[common], b[common]);
}

function scopesOf(isByHost: boolean): readonly (typeof SCOPES)[number][] {
  return isByHost ? SCOPES : SCOPES.filter((scope) => scope !== "hosts");
}

function overlaps(a: readonly string[], b: readonly string[]): boolean {
  return !new Set(a).isDisjointFrom(new Set(b));
}

function troubleOf(findings: readonly Finding[]): Trouble | null {
  const [worst] = findings.toSorted((a, b) =>
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.onset < b.onset ? 1 : -1)
  );
  if (worst === undefined) return null;
  const { rule, title, severity } = worst;
  const all = <T extends string>(of: (finding: Finding) => readonly T[]) => sorted(findings.flatMap(of));
  return {
    rule,
    title,
    severity,
    occasions: findings.length,
    count: findings.reduce((sum, { count }) => sum + count, 0),
    first: findings.map(({ onset }) => onset).sort()[0]!,
    last: findings.map(({ last }) => last).sort().at(-1)!,
    findings: findings.map(({ id }) => id),
    hosts: all(({ hosts }) => hosts),
    categories: all(({ categories }) => categories),
    groupIds: all(({ groupIds }) => groupIds),
    replicaSets: all(({ replicaSets }) => replicaSets),
    agents: all(({ agents }) => agents),
  };
}
