import type { Cause, Evidence, Finding, Incident } from "../../analyze/finding.ts";
import { type CsvTable, csvTable } from "./csv_table.ts";

/** A finding and the incident it is part of. */
interface FindingRow extends Finding {
  readonly incident: string | null;
}

const FINDINGS = csvTable<FindingRow>(
  "findings",
  ({ findings, incidents }) => {
    const incidentOf = new Map(incidents.flatMap(({ id, findings }) => findings.map((found) => [found, id])));
    return findings.map((finding) => ({ ...finding, incident: incidentOf.get(finding.id) ?? null }));
  },
  {
    id: ({ id }) => id,
    rule: ({ rule }) => rule,
    severity: ({ severity }) => severity,
    confidence: ({ confidence }) => confidence,
    title: ({ title }) => title,
    onset: ({ onset }) => onset,
    first: ({ first }) => first,
    last: ({ last }) => last,
    count: ({ count }) => count,
    hosts: ({ hosts }) => hosts,
    categories: ({ categories }) => categories,
    groupIds: ({ groupIds }) => groupIds,
    replicaSets: ({ replicaSets }) => replicaSets,
    agents: ({ agents }) => agents,
    incident: ({ incident }) => incident,
    causeEventId: ({ causes }) => causes[0]?.eventId,
    causeEventType: ({ causes }) => causes[0]?.eventType,
    causeScore: ({ causes }) => causes[0]?.score,
    causeLagMs: ({ causes }) => causes[0]?.lagMs,
    confirmedBy: ({ confirmedBy }) => confirmedBy,
    member: ({ evidence }) => evidence[0]?.member,
    line: ({ evidence }) => evidence[0]?.line,
    explanation: ({ explanation }) => explanation,
    remediation: ({ remediation }) => remediation,
  },
);

const INCIDENTS = csvTable<Incident>("incidents", ({ incidents }) => incidents, {
  id: ({ id }) => id,
  start: ({ start }) => start,
  end: ({ end }) => end,
  severity: ({ severity }) => severity,
  title: ({ title }) => title,
  findings: ({ findings }) => findings,
  hosts: ({ hosts }) => hosts,
  groupIds: ({ groupIds }) => groupIds,
  causeEventId: ({ causes }) => causes[0]?.eventId,
  causeEventType: ({ causes }) => causes[0]?.eventType,
  causeScore: ({ causes }) => causes[0]?.score,
  causeLagMs: ({ causes }) => causes[0]?.lagMs,
  narrative: ({ narrative }) => narrative,
});

/** A candidate, its place among those of the incident or finding, and which that is. */
interface CauseRow extends Cause {
  readonly of: "incident" | "finding";
  readonly ofId: string;
  readonly rank: number;
}

function causeRows(of: CauseRow["of"], { id, causes }: Pick<Finding, "id" | "causes">): CauseRow[] {
  return causes.map((cause, i) => ({ ...cause, of, ofId: id, rank: i + 1 }));
}

const CAUSES = csvTable<CauseRow>(
  "causes",
  ({ incidents, findings }) => [
    ...incidents.flatMap((incident) => causeRows("incident", incident)),
    ...findings.flatMap((finding) => causeRows("finding", finding)),
  ],
  {
    of: ({ of }) => of,
    ofId: ({ ofId }) => ofId,
    rank: ({ rank }) => rank,
    eventId: ({ eventId }) => eventId,
    eventType: ({ eventType }) => eventType,
    score: ({ score }) => score,
    lagMs: ({ lagMs }) => lagMs,
    time: ({ terms }) => terms.time,
    scope: ({ terms }) => terms.scope,
    kind: ({ terms }) => terms.kind,
    effect: ({ terms }) => terms.effect,
    uniqueness: ({ terms }) => terms.uniqueness,
    originInput: ({ origin }) => origin?.input,
    originMember: ({ origin }) => origin?.member,
    originLine: ({ origin }) => origin?.line,
    sameChange: ({ sameChange }) => sameChange,
  },
);

/** A line and what it proves. */
interface EvidenceRow extends Evidence {
  readonly of: "finding" | "signature" | "restart" | "backup";
  readonly ofId: string;
}

function evidenceRows(
  of: EvidenceRow["of"],
  ofId: string,
  evidence: readonly Evidence[],
): EvidenceRow[] {
  return evidence.map((line) => ({ ...line, of, ofId }));
}

const EVIDENCE = csvTable<EvidenceRow>(
  "evidence",
  ({ findings, signatures, restarts, backups }) => [
    ...findings.flatMap(({ id, evidence }) => evidenceRows("finding", id, evidence)),
    ...signatures.flatMap(({ id, evidence }) => evidenceRows("signature", id, evidence)),
    ...restarts.flatMap(({ host, evidence }) => evidenceRows("restart", host, evidence)),
    ...backups.flatMap(({ replicaSet, evidence }) => evidenceRows("backup", replicaSet, evidence)),
  ],
  {
    of: ({ of }) => of,
    ofId: ({ ofId }) => ofId,
    time: ({ time }) => time,
    input: ({ input }) => input,
    member: ({ member }) => member,
    line: ({ line }) => line,
    byteOffset: ({ byteOffset }) => byteOffset,
    byteLength: ({ byteLength }) => byteLength,
    text: ({ text }) => text,
  },
);

/** What was found, what belongs together, what may have caused it, and the lines that prove it. */
export const FINDING_TABLES: readonly CsvTable[] = [FINDINGS, INCIDENTS, CAUSES, EVIDENCE];
