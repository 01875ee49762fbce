import { INCIDENT_KINDS, type IncidentKind } from "./incident_kind.ts";
import type { LogTotals } from "./log/log_text.ts";
import type { Interval } from "./log/traffic_curve.ts";
import type { MemberTotals } from "./sample_archive.ts";
import type { IncidentPlan } from "./story/incident_plan.ts";

/** What is true about a sample: what an analysis should find. */
export interface SampleTruth {
  /** Says that nothing here is real. */
  readonly synthetic: true;
  /** Seed it was made from. */
  readonly seed: number;
  /** First moment and the moment after the last. */
  readonly span: { readonly start: string; readonly end: string };
  /** The incident. */
  readonly incident: {
    /** Which. */
    readonly kind: IncidentKind;
    /** Rule of the planted finding; null when there is none. */
    readonly rule: string | null;
    /** Rules that may hit as well, rightly. */
    readonly alsoRules: readonly string[];
    /** First planted record, or start of the silence; null when there is no incident. */
    readonly onset: string | null;
    /** When it is over. */
    readonly end: string | null;
    /** Hosts whose logs show it. */
    readonly hosts: readonly string[];
    /** Projects that it hits; empty: no single one. */
    readonly groupIds: readonly string[];
    /** The event that caused it; null when none did. */
    readonly causeEventId: string | null;
    /** Events that only look like causes. */
    readonly decoyEventIds: readonly string[];
    /** Events that tell the same as the finding, or end it. */
    readonly confirmingEventIds: readonly string[];
  };
  /** What the logs hold. */
  readonly totals: {
    /** All together. */
    readonly all: LogTotals;
    /** By log file, in the order of the archive. */
    readonly members: readonly MemberTotals[];
  };
}

/** What the truth is taken from. */
export interface TruthSource {
  /** Which incident. */
  readonly kind: IncidentKind;
  /** Seed of the sample. */
  readonly seed: number;
  /** Names of all hosts. */
  readonly hosts: readonly string[];
  /** Whole span of the sample. */
  readonly span: Interval;
  /** The incident. */
  readonly plan: IncidentPlan;
}

function sumTotals(members: readonly MemberTotals[]): LogTotals {
  const all = { records: 0, lines: 0, bytes: 0 };
  for (const { records, lines, bytes } of members) {
    all.records += records;
    all.lines += lines;
    all.bytes += bytes;
  }
  return all;
}

function incidentTruth({ kind, hosts, plan }: TruthSource): SampleTruth["incident"] {
  const { rule, alsoRules } = INCIDENT_KINDS[kind];
  const { story, causeEventId, decoyEventIds, confirmingEventIds } = plan;
  return {
    kind,
    rule,
    alsoRules,
    onset: rule === null ? null : new Date(plan.fromMs).toISOString(),
    end: rule === null ? null : new Date(plan.toMs).toISOString(),
    hosts: story.hosts.flatMap((host) => hosts[host] ?? []).sort(),
    groupIds: story.projects.map(({ id }) => id).sort(),
    causeEventId,
    decoyEventIds,
    confirmingEventIds,
  };
}

/** Says what is true about a sample, once its members are written. */
export function describeTruth(source: TruthSource, members: readonly MemberTotals[]): SampleTruth {
  const { seed, span } = source;
  return {
    synthetic: true,
    seed,
    span: { start: new Date(span.fromMs).toISOString(), end: new Date(span.toMs).toISOString() },
    incident: incidentTruth(source),
    totals: { all: sumTotals(members), members },
  };
}
