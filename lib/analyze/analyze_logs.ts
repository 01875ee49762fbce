import type { Diagnostic } from "../errors.ts";
import type { EventRow } from "../events/event_row.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { RuleSet } from "../rules/match_rules.ts";
import type { KeptToken } from "../scan/template_hasher.ts";
import type { Analysis } from "./analysis.ts";
import type { Finding } from "./finding.ts";
import { capFindings } from "./cap_findings.ts";
import { alertEvents, confirmations } from "./confirmations.ts";
import { familySilences, listCoverage } from "./coverage.ts";
import { coverageFindings } from "./coverage_findings.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { type CausedFinding, findIncidents } from "./incidents.ts";
import type { LogTally } from "./log_tally.ts";
import { changeEvents, rankCauses } from "./rank_causes.ts";
import { restartFindings } from "./restart_findings.ts";
import { findRestarts } from "./restarts.ts";
import { ruleFindings } from "./rule_findings.ts";
import { listSignatures, signatureFindings } from "./signature_findings.ts";
import { silenceFindings } from "./silence_findings.ts";
import { signatureTable } from "./signature_table.ts";
import { spanOfLogs } from "./span_of_logs.ts";
import { SEVERITIES } from "../rules/rule.ts";

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
  /** How far before an onset an event may be its cause. */
  readonly leadMs: number;
}

/** The parts of an analysis that logs and events tell. */
export type LogAnalysis = Pick<
  Analysis,
  "span" | "coverage" | "diagnostics" | "restarts" | "signatures" | "access" | "findings" | "incidents"
>;

const MAX_SIGNATURES = 2000;

/** From counts and events to findings, their causes and incidents. */
export function analyzeLogs(
  { tally, events, diagnostics, rules, keptTokens, leadMs }: LogFacts,
): LogAnalysis {
  const span = spanOfLogs(tally.logs());
  const access = tally.access.summary();
  if (span === null) {
    return {
      span,
      coverage: listCoverage(tally, []),
      diagnostics,
      restarts: [],
      signatures: [],
      access,
      findings: [],
      incidents: [],
    };
  }
  const silences = familySilences(tally, diagnostics);
  const restarts = findRestarts(tally.logs());
  const signatures = signatureTable(tally, rules, keptTokens);
  const { drafts, notes } = capFindings([
    ...ruleFindings(tally, span, signatures),
    ...signatureFindings(tally, span, signatures),
    ...restartFindings(tally, span, restarts),
    ...silenceFindings(tally, span, silences, restarts),
    ...coverageFindings(tally, span, silences, diagnostics),
  ], tally.logs()[0]!.input);
  const changes = changeEvents(events);
  const alerts = alertEvents(events);
  const findings = drafts.map((draft): CausedFinding => ({
    ...draft,
    causes: draft.rule.startsWith("coverage.") ? [] : rankCauses(draft, changes, leadMs),
    confirmedBy: draft.rule.startsWith("coverage.") ? [] : confirmations(draft, alerts, changes.members),
  }));
  return {
    span: { start: formatTime(span.startMs), end: formatTime(span.endMs) },
    coverage: listCoverage(tally, silences),
    diagnostics: [...diagnostics, ...notes],
    restarts: restarts.map(({ timeMs: _1, category: _2, ...restart }) => restart),
    signatures: listSignatures(tally, span, signatures).slice(0, MAX_SIGNATURES),
    access,
    findings: findings.sort(bySeverity).map(toFinding),
    incidents: findIncidents(findings, events),
  };
}

function bySeverity(a: FindingDraft, b: FindingDraft): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.onsetMs - b.onsetMs ||
    (a.id < b.id ? -1 : 1);
}

function toFinding(finding: CausedFinding): Finding {
  const {
    onsetMs: _1,
    lastMs: _2,
    latestOnsetMs: _8,
    signatures: _9,
    isStanding: _10,
    addresses: _3,
    loggers: _4,
    confirmingTypes: _5,
    explains: _6,
    names: _7,
    ...rest
  } = finding;
  return rest;
}
