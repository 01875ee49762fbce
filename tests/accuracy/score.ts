import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { Cause, Evidence, Finding } from "../../lib/analyze/finding.ts";
import type { ExpectedFinding, Truth } from "./scenarios/truth.ts";
import type { LinePlace } from "./scenarios/world.ts";

/** What is scored. */
export type Measure =
  | "recall"
  | "precision"
  | "top-1"
  | "top-3"
  | "incident top-1"
  | "incident top-3"
  | "null"
  | "onset"
  | "clock"
  | "5xx";

/** How often something was right, of how many. */
export interface Tally {
  /** Right ones; for `null`, scenarios (or troubles among others) for which a cause was claimed. */
  readonly hits: number;
  /** All. */
  readonly of: number;
}

/** Something that is not as it should be. */
export interface Miss {
  /** What it is about. */
  readonly measure: Measure;
  /** What was wanted, and what is there. */
  readonly text: string;
}

/** How good an analysis is. */
export interface Score {
  /** A tally each. */
  readonly tallies: ReadonlyMap<Measure, Tally>;
  /** What is wrong. */
  readonly misses: readonly Miss[];
}

/** All measures, in the order of tables. */
export const MEASURES: readonly Measure[] = [
  "recall",
  "precision",
  "top-1",
  "top-3",
  "incident top-1",
  "incident top-3",
  "null",
  "onset",
  "clock",
  "5xx",
];
const FOUND_WITHIN_MS = 600_000;
const ONSET_WITHIN_MS = 60_000;
const CLOCK_WITHIN_MS = 1000;
const MIN_TWINS = 10;
const WORTH_TELLING: ReadonlySet<string> = new Set(["critical", "high", "medium"]);

/** One thing that was looked at: whether it is right, and what to say when it is not. */
type Check = readonly [measure: Measure, isHit: boolean, text: string];

/** Compares an analysis with the truth. */
export function scoreAnalysis(truth: Truth, analysis: Analysis): Score {
  return scoreOf([
    ...truth.expected.flatMap((expected) => checkExpected(expected, analysis)),
    ...checkPrecision(truth, analysis),
    ...checkNull(truth, analysis),
    ...checkClocks(truth, analysis),
    ...checkFailures(truth, analysis),
  ]);
}

/** Scores of several analyses as one. */
export function sumScores(scores: readonly Score[]): Score {
  const tallies = new Map<Measure, Tally>();
  for (const score of scores) {
    for (const [measure, { hits, of }] of score.tallies) add(tallies, measure, { hits, of });
  }
  return { tallies, misses: scores.flatMap(({ misses }) => misses) };
}

/** Hits of all; null when nothing was looked at. */
export function shareOf({ tallies }: Score, measure: Measure): number | null {
  const { hits, of } = tallies.get(measure) ?? { hits: 0, of: 0 };
  return of === 0 ? null : hits / of;
}

function scoreOf(checks: readonly Check[]): Score {
  const tallies = new Map<Measure, Tally>();
  for (const [measure, isHit] of checks) add(tallies, measure, { hits: isHit ? 1 : 0, of: 1 });
  const misses = checks.filter(([measure, isHit]) => isHit === (measure === "null"));
  return { tallies, misses: misses.map(([measure, , text]) => ({ measure, text })) };
}

function add(tallies: Map<Measure, Tally>, measure: Measure, { hits, of }: Tally): void {
  const before = tallies.get(measure) ?? { hits: 0, of: 0 };
  tallies.set(measure, { hits: before.hits + hits, of: before.of + of });
}

function checkExpected(expected: ExpectedFinding, analysis: Analysis): Check[] {
  const finding = nearest(expected, analysis.findings.filter((each) => isThe(expected, each)));
  const wanted = expected.rules.join(" or ");
  const checks: Check[] = [[
    "recall",
    finding !== null,
    `${wanted} at ${iso(expected.onsetMs)}: ${near(expected, analysis)}`,
  ]];
  if (finding !== null && expected.onsetMs !== null) {
    const error = Date.parse(finding.onset) - expected.onsetMs;
    const isClose = Math.abs(error) <= ONSET_WITHIN_MS;
    checks.push(["onset", isClose, `${finding.rule}: ${error / 1000} s from ${iso(expected.onsetMs)}`]);
  }
  if (expected.causes.length === 0) return checks;
  const incident = analysis.incidents.find(({ findings }) =>
    finding !== null && findings.includes(finding.id)
  );
  const incidentChecks = incident === undefined
    ? []
    : checkCauses("incident ", expected, { rule: incident.title, causes: incident.causes }, analysis);
  return [
    ...checks,
    ...checkCauses("", expected, { rule: wanted, causes: finding?.causes ?? [] }, analysis),
    ...incidentChecks,
  ];
}

function checkCauses(
  prefix: "" | "incident ",
  { causes: wanted }: ExpectedFinding,
  { rule, causes }: { readonly rule: string; readonly causes: readonly Cause[] },
  { events }: Analysis,
): Check[] {
  const isTrue = ({ eventId }: Cause) => wanted.includes(eventId);
  const types = events.filter(({ id }) => wanted.includes(id)).map(({ type }) => type);
  const text = `${rule}: ${types.join(", ")} wanted, there is ${nameCauses(causes)}`;
  return [
    [`${prefix}top-1`, causes.slice(0, 1).some(isTrue), text],
    [`${prefix}top-3`, causes.slice(0, 3).some(isTrue), text],
  ];
}

function checkPrecision({ expected, acceptable }: Truth, { findings }: Analysis): Check[] {
  const isRight = (finding: Finding) => {
    const onset = Date.parse(finding.onset);
    return expected.some((each) => isThe(each, finding)) ||
      acceptable.some(({ rules, fromMs, toMs }) =>
        onset >= fromMs && onset <= toMs && rules.some((rule) => isRule(rule, finding.rule))
      );
  };
  return findings.filter(({ severity }) => WORTH_TELLING.has(severity)).map((finding) => [
    "precision",
    isRight(finding),
    `${finding.severity} ${finding.rule} at ${finding.onset} on ${finding.hosts}: ${finding.title}`,
  ]);
}

function checkNull({ isNull, expected }: Truth, { findings, incidents }: Analysis): Check[] {
  if (!isNull) {
    return expected.filter(({ causes }) => causes.length === 0).map((each) =>
      checkUnexplained(each, findings)
    );
  }
  const claims = [
    ...findings.map(({ rule, causes }) => ({ name: rule, causes })),
    ...incidents.map(({ title, causes }) => ({ name: title, causes })),
  ].filter(({ causes }) => causes.length > 0);
  return [[
    "null",
    claims.length > 0,
    claims.map(({ name, causes }) => `${name}: ${nameCauses(causes)}`).join("; "),
  ]];
}

/** Trouble that no event explains, beside other trouble that one does. */
function checkUnexplained(expected: ExpectedFinding, findings: readonly Finding[]): Check {
  const { rule = "", causes = [] } = nearest(expected, findings.filter((each) => isThe(expected, each))) ??
    {};
  return ["null", causes.length > 0, `${rule}: ${nameCauses(causes)}`];
}

function checkClocks({ clocks }: Truth, analysis: Analysis): Check[] {
  return clocks.filter(({ twins }) => twins >= MIN_TWINS).map(({ host, offsetMs, twins }) => {
    const clock = analysis.clocks.find((each) => each.host === host);
    const isRight = clock !== undefined && Math.abs(clock.offsetMs - offsetMs) <= CLOCK_WITHIN_MS;
    const said = clock === undefined ? "none" : `${clock.offsetMs} ms by ${clock.samples} ${clock.basis}`;
    return ["clock", isRight, `${host}: ${offsetMs} ms with ${twins} twins, there is ${said}`];
  });
}

function checkFailures({ failures }: Truth, { traces }: Analysis): Check[] {
  const traced = new Map<string, readonly Evidence[]>();
  for (const { request, records } of traces) {
    if (request !== null) traced.set(keyOf(request), [...traced.get(keyOf(request)) ?? [], ...records]);
  }
  return failures.map(({ request, exception }) => {
    const records = traced.get(keyOf(request)) ?? [];
    const isRight = records.some((record) => keyOf(record) === keyOf(exception));
    const said = records.length === 0 ? "nothing" : records.map(keyOf).join(", ");
    return ["5xx", isRight, `${keyOf(request)}: ${keyOf(exception)} wanted, there is ${said}`];
  });
}

function keyOf({ member, line }: LinePlace): string {
  return `${member}:${line}`;
}

function isThe({ rules, hosts, gids, onsetMs }: ExpectedFinding, finding: Finding): boolean {
  return rules.includes(finding.rule) &&
    (onsetMs === null || Math.abs(Date.parse(finding.onset) - onsetMs) <= FOUND_WITHIN_MS) &&
    (hosts === null || finding.hosts.some((host) => hosts.includes(host))) &&
    (gids === null || finding.groupIds.some((gid) => gids.includes(gid)));
}

/** The finding whose onset is nearest; with the first of the rules when several are as near. */
function nearest({ onsetMs, rules }: ExpectedFinding, findings: readonly Finding[]): Finding | null {
  const distance = ({ onset }: Finding) => onsetMs === null ? 0 : Math.abs(Date.parse(onset) - onsetMs);
  const order = ({ rule }: Finding) => rules.indexOf(rule);
  return findings.toSorted((a, b) => distance(a) - distance(b) || order(a) - order(b))[0] ?? null;
}

function isRule(pattern: string, rule: string): boolean {
  return pattern.endsWith("*") ? rule.startsWith(pattern.slice(0, -1)) : pattern === rule;
}

function near({ rules }: ExpectedFinding, { findings }: Analysis): string {
  const same = findings.filter(({ rule }) => rules.includes(rule));
  const shown = same.length > 0 ? same : findings.slice(0, 3);
  return `there is ${
    shown.map(({ rule, onset, hosts }) => `${rule} at ${onset} on ${hosts}`).join(", ") || "nothing"
  }`;
}

function nameCauses(causes: readonly Cause[]): string {
  return causes.slice(0, 3).map(({ eventType, score, lagMs }) =>
    `${eventType} (${score.toFixed(2)}, ${Math.round(lagMs / 1000)} s before)`
  ).join(", ") || "none";
}

function iso(timeMs: number | null): string {
  return timeMs === null ? "any time" : new Date(timeMs).toISOString();
}
