import type { Access, Analysis } from "../../analyze/analysis.ts";
import type { Evidence, Finding, Incident } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { briefSeries } from "../parts/brief_series.ts";
import { cutBuckets, highestOf, mergeBuckets, sumOf } from "../parts/merge_buckets.ts";
import type { WindowValues } from "../params/window_values.ts";
import { RowBudget } from "./row_budget.ts";

/** What a report carries. */
export interface CarriedAnalysis {
  /** As much of the analysis as fits. */
  readonly analysis: Analysis;
  /** What was left out, in words. */
  readonly omissions: readonly string[];
}

const KB = 1000;
/**
 * Bytes of each list as it stands in the report: together 3.3 MB, so that 5 MB are never reached. What one list does not
 * need is for the others.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  findings: 800 * KB,
  incidents: 200 * KB,
  events: 350 * KB,
  signatures: 350 * KB,
  routes: 150 * KB,
  clients: 60 * KB,
  agents: 150 * KB,
  backups: 150 * KB,
  coverage: 150 * KB,
  diagnostics: 100 * KB,
  traces: 120 * KB,
  impacts: 120 * KB,
  restarts: 60 * KB,
  clocks: 30 * KB,
  inputs: 30 * KB,
  activity: 300 * KB,
  "activity around incidents": 120 * KB,
};
const ALWAYS: WindowValues = { since: undefined, until: undefined };
const LINES_OF_FINDING = 10;
const BUCKETS_OF_FINDING = 1440;
const BUCKETS_OF_ACCESS = 1440;

/**
 * Takes of an analysis what fits into a report that can be mailed, the most telling of each list first, whatever the
 * size of the archive. Orders stay. Evidence is cut at 2,000 characters; events are without what the API sent for them.
 */
export function carryAnalysis(whole: Analysis): CarriedAnalysis {
  const analysis = withBriefRows(whole);
  const narrow = new RowBudget(BUDGETS);
  const carried = carryLists(analysis, narrow);
  if (narrow.omissions().length === 0) return { analysis: carried, omissions: [] };
  const wide = narrow.widened();
  return { analysis: carryLists(analysis, wide), omissions: wide.omissions() };
}

/** With rows as they are carried, however many of them. */
function withBriefRows(analysis: Analysis): Analysis {
  return {
    ...analysis,
    findings: analysis.findings.map(carriedFinding),
    events: analysis.events.map((event) => ({ ...event, raw: null })),
    signatures: analysis.signatures.map(firstLine),
    backups: analysis.backups.map(firstLine),
    restarts: analysis.restarts.map(firstLine),
    access: carriedAccess(analysis.access),
  };
}

function carryLists(analysis: Analysis, budget: RowBudget): Analysis {
  const take: RowBudget["take"] = (name, rows, rank) => budget.take(name, rows, rank);
  const told = toldEvents(analysis);
  return {
    ...analysis,
    inputs: take("inputs", analysis.inputs),
    incidents: take("incidents", analysis.incidents),
    findings: take("findings", analysis.findings),
    events: take("events", analysis.events, (event) => eventRank(event, told)),
    signatures: take(
      "signatures",
      analysis.signatures,
      ({ level, novel }) => Number(level !== "ERROR" && !novel),
    ),
    agents: take("agents", analysis.agents, ({ unauthorized }) => Number(unauthorized === 0)),
    backups: take(
      "backups",
      analysis.backups,
      ({ outcome }) => Number(outcome === "complete"),
    ),
    coverage: take("coverage", analysis.coverage),
    diagnostics: take("diagnostics", analysis.diagnostics),
    traces: take("traces", analysis.traces, ({ eventId }) => Number(!told.has(eventId ?? ""))),
    impacts: take(
      "impacts",
      analysis.impacts,
      ({ significant, eventId }) => Number(!significant) + Number(!told.has(eventId)),
    ),
    restarts: take("restarts", analysis.restarts, ({ kind }) => Number(kind !== "abrupt")),
    clocks: take("clocks", analysis.clocks),
    activity: take("activity", analysis.activity),
    activityDetail: take("activity around incidents", analysis.activityDetail),
    access: {
      ...analysis.access,
      routes: take("routes", analysis.access.routes),
      clients: take("clients", analysis.access.clients),
    },
  };
}

/** Events that an incident or finding names. */
function toldEvents({ incidents, findings }: Analysis): ReadonlySet<string> {
  const causes = [...incidents, ...findings].flatMap((item: Incident | Finding) => item.causes);
  const confirming = findings.flatMap(({ confirmedBy }) => confirmedBy);
  return new Set([...causes.flatMap(({ eventId, sameChange }) => [eventId, ...sameChange]), ...confirming]);
}

function eventRank({ id, role }: EventRow, told: ReadonlySet<string>): number {
  if (told.has(id)) return 0;
  return role === "change" ? 1 : role === "access" || role === "info" ? 3 : 2;
}

function carriedFinding(finding: Finding): Finding {
  const { evidence, series } = finding;
  return {
    ...finding,
    evidence: evidence.slice(0, LINES_OF_FINDING),
    series: briefSeries(series, BUCKETS_OF_FINDING),
  };
}

function firstLine<Row extends { readonly evidence: readonly Evidence[] }>(row: Row): Row {
  return { ...row, evidence: row.evidence.slice(0, 1) };
}

function carriedAccess(access: Access): Access {
  const { series } = access;
  const cut = cutBuckets(series, series.requests.length, ALWAYS, BUCKETS_OF_ACCESS);
  return {
    ...access,
    series: {
      start: cut.start,
      bucketMs: cut.bucketMs,
      requests: mergeBuckets(series.requests, cut, sumOf),
      errors5xx: mergeBuckets(series.errors5xx, cut, sumOf),
      errors4xx: mergeBuckets(series.errors4xx, cut, sumOf),
      p95Ms: mergeBuckets(series.p95Ms, cut, highestOf),
    },
  };
}
