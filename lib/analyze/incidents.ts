import { createHash } from "node:crypto";
import type { EventRow } from "../events/event_row.ts";
import { refersTo, SEVERITIES } from "../rules/rule.ts";
import { formatTime } from "../parse/timestamp.ts";
import { byScore } from "./causes/rank_causes.ts";
import type { Trace } from "./analysis.ts";
import type { Cause, Evidence, Finding, Incident } from "./finding.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { narrateIncident, type ToldEvents, toldEvents } from "./incident_narrative.ts";
import { sorted } from "./sorted.ts";

/** A finding with its causes, while it is put together with others. */
export type CausedFinding = FindingDraft & Pick<Finding, "causes" | "confirmedBy">;

/** Findings that begin within this time may be one incident. */
const TOGETHER_MS = 600_000;
/** What the logs do not hold is no incident. */
const NO_INCIDENT = /^coverage\./;
const MAX_CAUSES = 5;
/** Findings that show what something else brought about. */
const SYMPTOM = /^(?:signature\.|access\.(?:errors-burst|latency-shift)$)/;
/** However severe, it says better than the messages beside it what happens. */
const REFUSED = "agent.unauthorized";

/** Puts findings together that share time and keys, or lines of one trace; by start, then id. */
export function findIncidents(
  findings: readonly CausedFinding[],
  events: readonly EventRow[],
  traces: readonly Trace[] = [],
): Incident[] {
  const tracesOf = traceLinks(traces);
  const told = toldEvents(events);
  const candidates = findings.filter(({ rule, severity, isStanding }) =>
    !NO_INCIDENT.test(rule) && severity !== "info" && !isStanding
  )
    .sort((a, b) => a.onsetMs - b.onsetMs || (a.id < b.id ? -1 : 1));
  let groups: CausedFinding[][] = [];
  for (const finding of candidates) {
    const isOwn = (group: readonly CausedFinding[]) =>
      group.some((member) => belongTogether(member, finding) || share(tracesOf(member), tracesOf(finding)));
    const [own, others] = [groups.filter(isOwn), groups.filter((group) => !isOwn(group))];
    groups = [...others, [...own.flat(), finding]];
  }
  return groups.filter(isWorthTelling).map((group) => toIncident(group, told))
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1));
}

/** A lone finding of low severity stays a finding. */
function isWorthTelling(group: readonly CausedFinding[]): boolean {
  return group.some(({ severity }) => severity !== "low");
}

/** Whether a later finding belongs to an earlier one. */
function belongTogether(a: CausedFinding, b: CausedFinding): boolean {
  // What an alert raised is no other trouble than what it confirms.
  if (share(a.raisedBy, b.confirmedBy) || share(a.confirmedBy, b.raisedBy)) return true;
  const best = a.causes[0]?.eventId;
  const isSameCause = best !== undefined && best === b.causes[0]?.eventId;
  const isSameSet = share(a.replicaSets, b.replicaSets) && share(a.groupIds, b.groupIds);
  const isConsequence = isSameSet || names(a, b) && share(a.hosts, b.hosts);
  if (isSameCause || isConsequence) return b.onsetMs <= a.lastMs + TOGETHER_MS;
  if (Math.abs(a.onsetMs - b.onsetMs) > TOGETHER_MS) return false;
  if (a.groupIds.length > 0 && b.groupIds.length > 0) return share(a.groupIds, b.groupIds);
  return share(a.hosts, b.hosts);
}

/** Traces that lines of a finding are part of: a request that failed and its exception are one trouble. */
function traceLinks(traces: readonly Trace[]): (finding: CausedFinding) => readonly string[] {
  const byLine = new Map<string, string>();
  traces.forEach(({ request, records }, number) => {
    for (const line of [...(request === null ? [] : [request]), ...records]) {
      byLine.set(lineKey(line), String(number));
    }
  });
  const links = new Map<CausedFinding, readonly string[]>();
  return (finding) => {
    const known = links.get(finding) ?? finding.evidence.flatMap((line) => byLine.get(lineKey(line)) ?? []);
    links.set(finding, known);
    return known;
  };
}

function lineKey({ input, member, byteOffset }: Evidence): string {
  return `${input}\0${member}\0${byteOffset}`;
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((value) => b.includes(value));
}

function toIncident(group: readonly CausedFinding[], events: ToldEvents): Incident {
  const findings = byExplaining(group);
  // Alerts come late, nobody knows how late: what logs tell is exact.
  const logged = group.filter(({ raisedBy }) => raisedBy.length === 0);
  const exact = logged.length > 0 ? logged : group;
  const startMs = Math.min(...exact.map(({ onsetMs }) => onsetMs));
  const endMs = Math.max(...group.map(({ lastMs }) => lastMs));
  const main = findings[0]!;
  const causes = mergeCauses(exact, startMs);
  const ids = findings.map(({ id }) => id);
  return {
    id: createHash("sha256").update(JSON.stringify(sorted(ids))).digest("hex").slice(0, 16),
    start: formatTime(startMs),
    end: formatTime(endMs),
    severity: SEVERITIES.find((severity) => group.some((finding) => finding.severity === severity))!,
    title: main.title,
    findings: ids,
    hosts: sorted(group.flatMap(({ hosts }) => hosts)),
    groupIds: sorted(group.flatMap(({ groupIds }) => groupIds)),
    causes,
    narrative: narrateIncident({ findings, causes, startMs, endMs }, events),
  };
}

/** Known issues that matter first, what explains another before it; then by severity, count, onset, id. */
function byExplaining(group: readonly CausedFinding[]): CausedFinding[] {
  const explained = (finding: CausedFinding) => group.filter((other) => explains(other, finding)).length;
  const rank = ({ severity }: CausedFinding) => SEVERITIES.indexOf(severity);
  const tier = (finding: CausedFinding) =>
    group.some((other) => explains(finding, other))
      ? 0
      : SYMPTOM.test(finding.rule) || finding.raisedBy.length > 0
      ? 1
      : finding.rule === REFUSED || rank(finding) <= SEVERITIES.indexOf("medium")
      ? 0
      : 2;
  return group.toSorted((a, b) =>
    tier(a) - tier(b) || explained(a) - explained(b) || rank(a) - rank(b) || b.count - a.count ||
    a.onsetMs - b.onsetMs || (a.id < b.id ? -1 : 1)
  );
}

/** Whether a finding explains another: its rule says so, or it is in all records of the other and in more. */
function explains(a: CausedFinding, b: CausedFinding): boolean {
  if (a === b || names(b, a)) return false;
  const isWider = b.signatures.length > 0 && b.signatures.length < a.signatures.length &&
    b.signatures.every((signature) => a.signatures.includes(signature));
  return names(a, b) || isWider;
}

function names(a: CausedFinding, b: CausedFinding): boolean {
  return a.explains.some((rule) => refersTo(rule, b.rule));
}

/** Each change once, with its best terms; one that explains more of the incident's findings is worth more. */
function mergeCauses(group: readonly CausedFinding[], startMs: number): Cause[] {
  const found = group.flatMap((finding) =>
    finding.causes.map((cause) => ({ cause, onsetMs: finding.onsetMs }))
  );
  const byChange = Map.groupBy(found, ({ cause }) => [cause.eventId, ...cause.sameChange].sort()[0]);
  return [...byChange.values()].map((same) => {
    const best = same.reduce((a, b) => byScore(b.cause, a.cause) < 0 ? b : a);
    const score = Math.round(best.cause.score * (0.8 + 0.2 * same.length / group.length) * 1000) / 1000;
    return { ...best.cause, score, lagMs: best.cause.lagMs + startMs - best.onsetMs };
  }).sort(byScore).slice(0, MAX_CAUSES);
}
