import type { Analysis, Impact, Trace } from "../analyze/analysis.ts";
import type { Finding, Incident } from "../analyze/finding.ts";
import { SEVERITIES } from "../rules/rule.ts";
import type { EventRow } from "../events/event_row.ts";
import { describeDuration } from "./describe_duration.ts";

/** An analysis and what all documents look up in it. */
export interface ReportIndex {
  /** The analysis. */
  readonly analysis: Analysis;
  /** Events by id. */
  readonly eventById: ReadonlyMap<string, EventRow>;
  /** Findings by id. */
  readonly findingById: ReadonlyMap<string, Finding>;
  /** Impacts by event id. */
  readonly impactsByEvent: ReadonlyMap<string, readonly Impact[]>;
  /** Traces by event id. */
  readonly tracesByEvent: ReadonlyMap<string, readonly Trace[]>;
  /** Incidents, most severe first, then by start: the order in which people should read them. */
  readonly incidents: readonly Incident[];
  /** Ids of events that are among the causes of a finding or incident. */
  readonly causeIds: ReadonlySet<string>;
  /** Names of all hosts with coverage, sorted. */
  readonly hosts: readonly string[];
  /** How far before an onset a cause was looked for, in words, or `null` when the options do not say. */
  readonly lead: string | null;
}

/** Prepares the look-ups that the documents share. */
export function indexAnalysis(analysis: Analysis): ReportIndex {
  const { findings, incidents, events, options } = analysis;
  const causes = [...incidents, ...findings].flatMap((item) => item.causes);
  return {
    analysis,
    eventById: new Map(events.map((event) => [event.id, event])),
    findingById: new Map(findings.map((finding) => [finding.id, finding])),
    impactsByEvent: Map.groupBy(analysis.impacts, (impact) => impact.eventId),
    tracesByEvent: Map.groupBy(analysis.traces, (trace) => trace.eventId ?? ""),
    incidents: incidents.toSorted(bySeverity),
    causeIds: new Set(causes.map((cause) => cause.eventId)),
    hosts: [...new Set(analysis.coverage.map(({ host }) => host))].sort(),
    lead: typeof options.leadMs === "number" ? describeDuration(options.leadMs) : null,
  };
}

function bySeverity(a: Incident, b: Incident): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
