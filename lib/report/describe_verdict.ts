import type { Incident } from "../analyze/finding.ts";
import { fitLine } from "./clip_text.ts";
import { describeBestCause } from "./describe_cause.ts";
import { describeAmount, describeList } from "./describe_quantity.ts";
import { describeSpan } from "./describe_time.ts";
import type { ReportIndex } from "./report_index.ts";

/** An incident that ends this shortly before the last record is said to last until the end of the logs. */
const OPEN_END_MS = 60_000;

const TITLE_LENGTH = 300;

/** The result in two sentences. */
export interface Verdict {
  /** What happened. */
  readonly what: string;
  /** When and where, empty when there is no incident. */
  readonly whenAndWhere: string;
  /** The most likely cause, or why none is named. */
  readonly explanation: string;
}

/** Tells the most severe incident and its most likely cause, or that there is none. */
export function describeVerdict(index: ReportIndex): Verdict {
  const [incident] = index.incidents;
  if (incident === undefined) return { ...describeCalm(index), whenAndWhere: "" };
  const where = incident.hosts.length > 0 ? `, on ${describeList(incident.hosts)}` : "";
  return {
    what: fitLine(incident.title, TITLE_LENGTH),
    whenAndWhere: describeIncidentSpan(incident, index) + where,
    explanation: describeBestCause(incident.causes, index) + describeOthers(index.incidents.length - 1),
  };
}

/** Whether the logs end before the incident does, as far as they tell. */
export function isOpenEnded({ end }: Incident, { analysis: { span } }: ReportIndex): boolean {
  return span !== null && Date.parse(span.end) - Date.parse(end) < OPEN_END_MS;
}

/** When an incident was: its span, and whether it goes on to the end of the logs. */
export function describeIncidentSpan(incident: Incident, index: ReportIndex): string {
  const span = describeSpan(incident.start, incident.end);
  return isOpenEnded(incident, index) ? `${span}, when the logs end` : span;
}

function describeOthers(count: number): string {
  if (count === 0) return "";
  return count === 1 ? " There is one more incident." : ` There are ${count} more incidents.`;
}

function describeCalm({ analysis: { totals, findings } }: ReportIndex): Omit<Verdict, "whenAndWhere"> {
  const [worst] = findings;
  if (worst !== undefined) {
    return {
      what: `No incident; ${describeAmount(findings.length, "finding")}, the most severe: ${worst.title}`,
      explanation: "Findings that stand alone are listed below.",
    };
  }
  return totals.records > 0
    ? {
      what: "Nothing was found",
      explanation:
        "No rule and no detector reports anything in what was read. That does not prove that nothing happened.",
    }
    : { what: "No log record could be read", explanation: "So nothing can be said about what happened." };
}
