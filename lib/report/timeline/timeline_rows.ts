import type { Analysis, Coverage, Restart } from "../../analyze/analysis.ts";
import type { Backup } from "../../analyze/backups/backup.ts";
import type { Evidence, Finding, Incident } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { TIMELINE_KINDS, type TimelineRow } from "./timeline_row.ts";

/** Everything that happened at a moment, by time, then kind, then in the order of analysis.json. */
export function timelineRows(analysis: Analysis): TimelineRow[] {
  const { incidents, findings, events, restarts, coverage, backups } = analysis;
  return [
    ...incidents.flatMap(incidentRows),
    ...findings.flatMap(findingRows),
    ...events.map(eventRow),
    ...restarts.map(restartRow),
    ...coverage.flatMap(gapRows),
    ...backups.flatMap(backupRows),
  ].sort((a, b) => compare(a.time, b.time) || TIMELINE_KINDS.indexOf(a.kind) - TIMELINE_KINDS.indexOf(b.kind))
    .map(({ time, kind, title, severity, ...rest }) => ({ time, kind, title, severity, ...rest }));
}

/** Times of one form sort as text. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NOTHING = { severity: null, id: null, type: null, hosts: [], groupIds: [], evidence: null } as const;

function incidentRows({ id, start, end, title, severity, hosts, groupIds }: Incident): TimelineRow[] {
  const row = { ...NOTHING, title, severity, id, hosts, groupIds };
  return [{ ...row, time: start, kind: "incident.start" }, { ...row, time: end, kind: "incident.end" }];
}

function findingRows(
  { id, rule, onset, last, title, severity, hosts, groupIds, evidence }: Finding,
): TimelineRow[] {
  const row = { title, severity, id, type: rule, hosts, groupIds };
  return [
    { ...row, time: onset, kind: "finding.onset", evidence: placeOf(evidence[0]) },
    { ...row, time: last, kind: "finding.end", evidence: null },
  ];
}

function eventRow({ id, time, type, role, summary, host, groupId }: EventRow): TimelineRow {
  return {
    ...NOTHING,
    time,
    kind: role === "alert" || role === "recovery" ? role : "event",
    title: summary,
    id,
    type,
    hosts: host === undefined ? [] : [host],
    groupIds: groupId === undefined ? [] : [groupId],
  };
}

function restartRow({ host, time, kind, version, evidence }: Restart): TimelineRow {
  const title = `${host} started${version === null ? "" : `, version ${version}`}`;
  return {
    ...NOTHING,
    time,
    kind: "restart",
    title,
    type: kind,
    hosts: [host],
    evidence: placeOf(evidence[0]),
  };
}

function gapRows({ host, category, gaps }: Coverage): TimelineRow[] {
  return gaps.flatMap(({ start, end, kind }): TimelineRow[] => {
    const row = { ...NOTHING, title: `${host} ${category}: ${kind}`, type: kind, hosts: [host] };
    return [{ ...row, time: start, kind: "gap.start" }, { ...row, time: end, kind: "gap.end" }];
  });
}

function backupRows(
  { replicaSet, snapshotId, groupId, start, end, outcome, evidence }: Backup,
): TimelineRow[] {
  const row = {
    ...NOTHING,
    title: `Snapshot of ${replicaSet}: ${outcome}`,
    id: snapshotId,
    type: outcome,
    groupIds: groupId === null ? [] : [groupId],
  };
  const first: TimelineRow[] = start === null
    ? []
    : [{ ...row, time: start, kind: "backup.start", evidence: placeOf(evidence[0]) }];
  return end === null ? first : [...first, { ...row, time: end, kind: "backup.end" }];
}

function placeOf(evidence: Evidence | undefined): TimelineRow["evidence"] {
  return evidence === undefined
    ? null
    : { input: evidence.input, member: evidence.member, line: evidence.line };
}
