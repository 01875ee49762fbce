import { createHash } from "node:crypto";
import type { EventRow } from "../events/event_row.ts";
import { refersTo, SEVERITIES } from "../rules/rule.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { Cause, Finding, Incident } from "./finding.ts";
import type { FindingDraft } from "./finding_draft.ts";
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
const TELLS_DURATION = /\b(?:for|in) [\d.]+ (?:second|minute|hour|day)s?\b/;

/** Puts findings together that share time and keys; by start, then id. */
export function findIncidents(findings: readonly CausedFinding[], events: readonly EventRow[]): Incident[] {
  const summaries = new Map(events.map(({ id, summary }) => [id, summary]));
  const candidates = findings.filter(({ rule, severity, isStanding }) =>
    !NO_INCIDENT.test(rule) && severity !== "info" && !isStanding
  )
    .sort((a, b) => a.onsetMs - b.onsetMs || (a.id < b.id ? -1 : 1));
  let groups: CausedFinding[][] = [];
  for (const finding of candidates) {
    const isOwn = (group: readonly CausedFinding[]) =>
      group.some((member) => belongTogether(member, finding));
    const [own, others] = [groups.filter(isOwn), groups.filter((group) => !isOwn(group))];
    groups = [...others, [...own.flat(), finding]];
  }
  return groups.filter(isWorthTelling).map((group) => toIncident(group, summaries))
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
  const isConsequence = names(a, b) && share(a.hosts, b.hosts);
  if (isSameCause || isConsequence) return b.onsetMs <= a.lastMs + TOGETHER_MS;
  if (Math.abs(a.onsetMs - b.onsetMs) > TOGETHER_MS) return false;
  if (a.groupIds.length > 0 && b.groupIds.length > 0) return share(a.groupIds, b.groupIds);
  return share(a.hosts, b.hosts);
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((value) => b.includes(value));
}

function toIncident(group: readonly CausedFinding[], summaries: ReadonlyMap<string, string>): Incident {
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
    narrative: narrativeOf(findings, causes, { startMs, endMs, summaries }),
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

/** Each event once, with its best terms; one that explains more of the incident's findings is worth more. */
function mergeCauses(group: readonly CausedFinding[], startMs: number): Cause[] {
  const byEvent = Map.groupBy(
    group.flatMap((finding) => finding.causes.map((cause) => ({ cause, onsetMs: finding.onsetMs }))),
    ({ cause }) => cause.eventId,
  );
  return [...byEvent.values()].map((found) => {
    const best = found.reduce((a, b) => b.cause.score > a.cause.score ? b : a);
    const score = Math.round(best.cause.score * (0.8 + 0.2 * found.length / group.length) * 1000) / 1000;
    return { ...best.cause, score, lagMs: best.cause.lagMs + startMs - best.onsetMs };
  }).sort((a, b) => b.score - a.score || a.lagMs - b.lagMs || (a.eventId < b.eventId ? -1 : 1)).slice(
    0,
    MAX_CAUSES,
  );
}

function narrativeOf(
  findings: readonly CausedFinding[],
  causes: readonly Cause[],
  { startMs, endMs, summaries }: { startMs: number; endMs: number; summaries: ReadonlyMap<string, string> },
): string {
  const hosts = sorted(findings.flatMap((finding) => finding.hosts));
  const more = hosts.length > 3 ? ` and ${hosts.length - 3} more` : "";
  const { title } = findings[0]!;
  const where = hosts.every((host) => title.includes(host))
    ? ""
    : ` on ${hosts.slice(0, 3).join(", ")}${more}`;
  const howLong = TELLS_DURATION.test(title) || endMs - startMs < 1000
    ? ""
    : `, for ${duration(endMs - startMs)}`;
  const others = findings.length - 1;
  const confirmed = sorted(findings.flatMap(({ confirmedBy }) => confirmedBy)).length;
  return [
    `${title}${where}${howLong}.`,
    others > 0 ? `${others} other ${others === 1 ? "finding belongs" : "findings belong"} to it.` : "",
    confirmed > 0 ? `${confirmed} alert ${confirmed === 1 ? "event confirms" : "events confirm"} it.` : "",
    causeSentence(causes[0], summaries),
  ].filter((sentence) => sentence !== "").join(" ");
}

function causeSentence(cause: Cause | undefined, summaries: ReadonlyMap<string, string>): string {
  if (summaries.size === 0) return "No events are there that could explain it.";
  if (cause === undefined) return "No change event in the time before explains it.";
  const what = summaries.get(cause.eventId) ?? cause.eventType;
  const when = cause.lagMs < 1000 ? "right before" : `${duration(cause.lagMs)} before`;
  return `The most likely cause, ${when}: ${what} (score ${cause.score.toFixed(2)}).`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
