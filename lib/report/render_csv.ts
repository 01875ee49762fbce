import type { Analysis } from "../analyze/analysis.ts";
import type { Finding } from "../analyze/finding.ts";
import { csvRow } from "./csv_row.ts";

type Cell = string | number | null;

/** Between the values of a list in one cell. */
const SEPARATOR = "; ";

const COLUMNS: Readonly<Record<string, (finding: Finding, incident: string) => Cell>> = {
  id: ({ id }) => id,
  rule: ({ rule }) => rule,
  severity: ({ severity }) => severity,
  confidence: ({ confidence }) => confidence,
  title: ({ title }) => title,
  onset: ({ onset }) => onset,
  first: ({ first }) => first,
  last: ({ last }) => last,
  count: ({ count }) => count,
  hosts: ({ hosts }) => hosts.join(SEPARATOR),
  categories: ({ categories }) => categories.join(SEPARATOR),
  groupIds: ({ groupIds }) => groupIds.join(SEPARATOR),
  replicaSets: ({ replicaSets }) => replicaSets.join(SEPARATOR),
  agents: ({ agents }) => agents.join(SEPARATOR),
  incident: (_finding, incident) => incident,
  causeEventId: ({ causes }) => causes[0]?.eventId ?? null,
  causeEventType: ({ causes }) => causes[0]?.eventType ?? null,
  causeScore: ({ causes }) => causes[0]?.score ?? null,
  causeLagMs: ({ causes }) => causes[0]?.lagMs ?? null,
  confirmedBy: ({ confirmedBy }) => confirmedBy.join(SEPARATOR),
  member: ({ evidence }) => evidence[0]?.member ?? null,
  line: ({ evidence }) => evidence[0]?.line ?? null,
  explanation: ({ explanation }) => explanation,
  remediation: ({ remediation }) => remediation,
};

/** Writes `findings.csv` (RFC 4180): a header, then a row for each finding with its most likely cause and first line. */
export function renderCsv({ findings, incidents }: Analysis): string {
  const incidentOf = new Map(incidents.flatMap(({ id, findings }) => findings.map((found) => [found, id])));
  const columns = Object.values(COLUMNS);
  const rows = findings.map((finding) =>
    csvRow(columns.map((column) => column(finding, incidentOf.get(finding.id) ?? "")))
  );
  return csvRow(Object.keys(COLUMNS)) + rows.join("");
}
