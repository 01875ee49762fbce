import type { Diagnostic } from "../errors.ts";
import type { EventRow } from "../events/event_row.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { RuleSet } from "../rules/match_rules.ts";
import type { KeptToken } from "../scan/template_hasher.ts";
import { accessFindings } from "./access/access_findings.ts";
import { countActivity } from "./activity/count_activity.ts";
import { listActivity, listActivityDetail } from "./activity/list_activity.ts";
import { agentFindings } from "./agents/agent_findings.ts";
import { listAgents } from "./agents/list_agents.ts";
import type { Analysis } from "./analysis.ts";
import { clockSkewFindings } from "./clocks/clock_skew.ts";
import { findClocks } from "./clocks/find_clocks.ts";
import { findSnapshots } from "./backups/find_snapshots.ts";
import type { CollectionJob } from "./collection_job.ts";
import { jobFindings } from "./job_findings.ts";
import { backingMembers } from "./known_issues/backing_members.ts";
import { consoleFindings } from "./known_issues/console_findings.ts";
import { correlatedFindings } from "./known_issues/correlated_findings.ts";
import { requestRuleFindings } from "./known_issues/request_rule_findings.ts";
import { eventRuleFindings } from "./known_issues/event_rule_findings.ts";
import { unmetRequirements } from "./known_issues/unmet_requirements.ts";
import type { Finding } from "./finding.ts";
import { explainFindings } from "./explain_findings.ts";
import { measureImpacts } from "./impact/measure_impacts.ts";
import { capFindings } from "./cap_findings.ts";
import { familySilences, listCoverage } from "./coverage.ts";
import { debugLevelFindings } from "./debug_level.ts";
import { coverageFindings } from "./coverage_findings.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { type CausedFinding, findIncidents } from "./incidents.ts";
import type { LogTally } from "./log_tally.ts";
import { findNovelties } from "./novelty.ts";
import { restartFindings } from "./restart_findings.ts";
import { findRestarts } from "./restarts.ts";
import { ruleFindings } from "./rule_findings.ts";
import { listSignatures, signatureFindings } from "./signature_findings.ts";
import { silenceFindings } from "./silence_findings.ts";
import { listTemplates, signatureTable, type TemplateEntry } from "./signature_table.ts";
import { spanOfLogs } from "./span_of_logs.ts";
import { findTraces } from "./traces/find_traces.ts";
import { versionSkewFindings } from "./version_skew.ts";
import { type RuleSource, SEVERITIES } from "../rules/rule.ts";

/** What the findings are made of. */
export interface LogFacts {
  /** Counts of the logs. */
  readonly tally: LogTally;
  /** Normalised, by time. */
  readonly events: readonly EventRow[];
  /** What was damaged or skipped. */
  readonly diagnostics: readonly Diagnostic[];
  /** Known issues. */
  readonly rules: RuleSet;
  /** Tokens that are not masked. */
  readonly keptTokens: readonly KeptToken[];
  /** What was to be collected. */
  readonly jobs: readonly CollectionJob[];
  /** Whether only a part of the logs was wanted. */
  readonly isFiltered: boolean;
  /** How far before an onset an event may be its cause. */
  readonly leadMs: number;
}

/** The parts of an analysis that logs and events tell. */
export type LogAnalysis = Pick<
  Analysis,
  | "span"
  | "coverage"
  | "diagnostics"
  | "restarts"
  | "clocks"
  | "traces"
  | "signatures"
  | "access"
  | "activity"
  | "activityDetail"
  | "agents"
  | "backups"
  | "findings"
  | "incidents"
  | "impacts"
>;

/** The analysis, and the templates behind its signatures. */
export interface AnalyzedLogs extends LogAnalysis {
  /** By template id. */
  readonly templates: readonly TemplateEntry[];
}

/** From counts and events to findings, their causes and incidents. */
export function analyzeLogs(
  { tally, events, jobs, isFiltered, diagnostics, rules, keptTokens, leadMs }: LogFacts,
): AnalyzedLogs {
  const span = spanOfLogs(tally.logs());
  const access = tally.access.summary();
  if (span === null) {
    return {
      span,
      coverage: listCoverage(tally, []),
      diagnostics,
      restarts: [],
      clocks: [],
      traces: [],
      signatures: [],
      access,
      activity: [],
      activityDetail: [],
      agents: [],
      backups: [],
      findings: [],
      incidents: [],
      impacts: [],
      templates: [],
    };
  }
  const { input } = tally.logs()[0]!;
  const clocks = findClocks(tally, events);
  const traced = findTraces(tally, clocks);
  const silences = familySilences(tally, diagnostics, clocks.offsetOf);
  const restarts = findRestarts(tally.logs());
  const signatures = signatureTable(tally, rules, keptTokens);
  const novelties = findNovelties(tally, span, signatures);
  const backups = findSnapshots({
    tally,
    span,
    silences,
    diagnostics,
    jobs,
    isFiltered,
    offsetMs: clocks.offsetOf,
  });
  const { drafts, notes } = capFindings([
    ...ruleFindings(tally, span, signatures),
    ...requestRuleFindings(tally, span, rules),
    ...correlatedFindings(tally, span, rules),
    ...consoleFindings(tally, span, rules),
    ...eventRuleFindings(rules.rules, events, span, backingMembers(signatures, events)),
    ...signatureFindings(tally, span, signatures, novelties),
    ...accessFindings({ tally, span, events, offsetOf: clocks.offsetOf }),
    ...backups.drafts,
    ...agentFindings({ tally, span, restarts, events, offsetOf: clocks.offsetOf }),
    ...restartFindings(tally, span, restarts),
    ...versionSkewFindings(tally, span, clocks.offsetOf),
    ...debugLevelFindings(tally, span, signatures, events),
    ...silenceFindings(tally, span, silences, restarts, clocks.offsetOf),
    ...coverageFindings(tally, span, silences, diagnostics),
    ...jobFindings(tally, span, jobs, { isFiltered }),
    ...clockSkewFindings(tally, span, clocks),
  ], input);
  const impacts = measureImpacts({ tally, span, signatures, clocks: clocks.offsetOf }, events);
  const findings = explainFindings(drafts, {
    tally,
    span,
    events,
    leadMs,
    clocks,
    restarts,
    impacts,
    originOf: traced.originOf,
  });
  const incidents = findIncidents(findings, events, traced.traces);
  const activityOn = countActivity(tally, signatures);
  const coverage = listCoverage(tally, silences);
  const activity = listActivity(activityOn, span, coverage.length);
  return {
    span: { start: formatTime(span.startMs), end: formatTime(span.endMs) },
    coverage,
    diagnostics: [
      ...diagnostics,
      ...notes,
      ...traced.diagnostics,
      ...backups.notes,
      ...unmetRequirements(rules.rules, presentSources(tally, events), input),
    ],
    clocks: clocks.clocks,
    traces: traced.traces,
    restarts: restarts.map(({ timeMs: _1, category: _2, ...restart }) => restart),
    signatures: listSignatures(tally, span, signatures, novelties),
    access,
    activity,
    activityDetail: listActivityDetail(activityOn, span, incidents, activity),
    agents: listAgents(tally, span, clocks.offsetOf),
    backups: backups.backups,
    templates: listTemplates(signatures),
    findings: findings.sort(bySeverity).map(toFinding),
    incidents,
    impacts: impacts.impacts,
  };
}

function presentSources(tally: LogTally, events: readonly EventRow[]): ReadonlySet<RuleSource> {
  const categories = tally.logs().filter(({ summary }) => summary.records > 0).map(({ category }) =>
    category
  );
  return new Set<RuleSource>([...categories, ...(events.length > 0 ? ["events" as const] : [])]);
}

function bySeverity(a: FindingDraft, b: FindingDraft): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.onsetMs - b.onsetMs ||
    (a.id < b.id ? -1 : 1);
}

function toFinding(finding: CausedFinding): Finding {
  const {
    onsetMs: _1,
    onsetHost: _12,
    parts: _13,
    lastMs: _2,
    latestOnsetMs: _8,
    signatures: _9,
    isStanding: _10,
    addresses: _3,
    loggers: _4,
    confirmingTypes: _5,
    explains: _6,
    names: _7,
    raisedBy: _11,
    ...rest
  } = finding;
  return rest;
}
