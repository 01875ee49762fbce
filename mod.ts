/**
 * omlens as a library: what the commands are made of. Functions take streams and options, return values or async
 * iterables, write no file and print nothing.
 *
 * @example Analyse one log file
 * ```ts
 * import { analyzeArchive } from "./mod.ts";
 * import { assertEquals } from "./lib/std/assert.ts";
 *
 * const line = "2026-04-12T03:14:15.926+0000 [main] INFO  a.B [B.java:c:1] - Started\n";
 * const file = { name: "mms0.log", open: async function* () { yield new TextEncoder().encode(line); } };
 * const analysis = await analyzeArchive([{ name: "mms0.log", kind: "file", files: [file] }], { useWorker: false });
 * assertEquals(analysis.span?.start, "2026-04-12T03:14:15.926Z");
 * ```
 *
 * @example Walk the events of an organization
 * ```ts
 * import { OpsManagerClient, Secret } from "./mod.ts";
 * import { assertEquals } from "./lib/std/assert.ts";
 *
 * const links = [{ rel: "self", href: "https://ops-manager.example.com:8443/…" }];
 * const page = { links, results: [{ id: "5e", eventTypeName: "HOST_DOWN" }], totalCount: 1 };
 * const client = new OpsManagerClient({
 *   baseUrl: "https://ops-manager.example.com:8443",
 *   publicKey: "abcdefgh",
 *   privateKey: new Secret("from the environment, not from the code"),
 *   fetch: () => Promise.resolve(Response.json(page)), // Left out: the network.
 * });
 * const types: unknown[] = [];
 * for await (const { events } of client.eventPages({ kind: "organization", id: "5b478b3afc4625789ce616a3" })) {
 *   for (const { eventTypeName } of events) types.push(eventTypeName);
 * }
 * assertEquals(types, ["HOST_DOWN"]);
 * ```
 *
 * @module
 */
export { analyzeArchive } from "./lib/analyze_archive.ts";
export type { AnalyzeOptions } from "./lib/analyze_options.ts";
export type { SpillStore } from "./lib/analyze/spill_store.ts";
export type { AnalyzeInput } from "./lib/read_inputs.ts";
export type { NotedBytes, NotedFile } from "./lib/noted_file.ts";
export {
  type Diagnostic,
  type DiagnosticSeverity,
  InputError,
  RemoteError,
  UsageError,
} from "./lib/errors.ts";
export type {
  Access,
  Agent,
  Analysis,
  Clock,
  Coverage,
  CoveredFile,
  Impact,
  Input,
  Restart,
  Route,
  Signature,
  Totals,
  Trace,
} from "./lib/analyze/analysis.ts";
export type { Activity, ActivityHttp, ActivityLevels } from "./lib/analyze/activity/activity.ts";
export type { Backup, BackupOutcome } from "./lib/analyze/backups/backup.ts";
export type { BackupKind, BackupStage } from "./lib/analyze/backups/backup_stage.ts";
export type { Cause, Evidence, Finding, Incident, Series } from "./lib/analyze/finding.ts";

export { compareAnalyses, type Diff, type DiffSide } from "./lib/analyze/diff/compare_analyses.ts";
export type { AgentChange, AgentFacts } from "./lib/analyze/diff/agent_changes.ts";
export type { CountChange, TestedChange } from "./lib/analyze/diff/count_change.ts";
export type { ErrorChange, ErrorShare } from "./lib/analyze/diff/error_changes.ts";
export type { FindingChange } from "./lib/analyze/diff/finding_changes.ts";
export type { HostChange, HostFacts } from "./lib/analyze/diff/host_changes.ts";
export type { LatencyChange, RouteLatency } from "./lib/analyze/diff/latency_changes.ts";
export type { Trouble, TroublePair } from "./lib/analyze/diff/match_findings.ts";
export type { SignatureChange } from "./lib/analyze/diff/signature_changes.ts";

export type { ArchivePart } from "./lib/archive/archive_part.ts";
export {
  readArchive,
  type ReadOptions,
  type ReadSummary,
  type SourceFile,
} from "./lib/archive/read_archive.ts";
export type { Container } from "./lib/archive/read_context.ts";
export type { InflateEngine } from "./lib/archive/gzip/inflate_raw.ts";
export type { OutputBuffers } from "./lib/archive/gzip/raw_inflater.ts";
export { DEFAULT_READ_LIMITS, type ReadLimits } from "./lib/archive/read_limits.ts";

export {
  type LoadedEvents,
  loadEvents,
  type LoadEventsOptions,
  mergeEvents,
} from "./lib/events/load_events.ts";
export type { EventRole, EventRow } from "./lib/events/event_row.ts";

export { OpsManagerClient } from "./lib/fetch/ops_manager_client.ts";
export type { OpsManagerOptions } from "./lib/fetch/http/api_session.ts";
export type { RequestTrace } from "./lib/fetch/http/request_sender.ts";
export type { RetryWait } from "./lib/fetch/http/timing/retry_ladder.ts";
export { Secret } from "./lib/fetch/secret.ts";
export {
  type ChildJobDocument,
  type CollectionJobDocument,
  downloadProblem,
  readCollectionJob,
} from "./lib/fetch/jobs/collection_job_document.ts";
export type { LatestJob, ListJobsOptions } from "./lib/fetch/jobs/collection_jobs.ts";
export type { WatchJobOptions } from "./lib/fetch/jobs/watch_job.ts";
export type { JobRequest } from "./lib/fetch/jobs/job_request.ts";
export type { JsonRecord } from "./lib/fetch/json_record.ts";
export type { OpsManagerServer } from "./lib/fetch/jobs/ops_manager_server.ts";
export type { ArchiveAnswer, OpenArchiveOptions } from "./lib/fetch/archive/archive_answer.ts";
export type { EventPage, EventPagesOptions, EventScope } from "./lib/fetch/event_pages.ts";
export {
  answerChallenge,
  type DigestCount,
  type DigestRequest,
} from "./lib/fetch/digest/answer_challenge.ts";
export {
  chooseChallenge,
  type DigestAlgorithm,
  type DigestChallenge,
} from "./lib/fetch/digest/digest_challenge.ts";
export { type AuthChallenge, parseChallenges } from "./lib/fetch/digest/parse_challenges.ts";

export {
  type ApplicationRecord,
  type Caller,
  type LegacyRecord,
  type Level,
  parseApplicationRecord,
  parseLegacyRecord,
} from "./lib/parse/application_record.ts";
export { type AccessLine, parseAccessLine } from "./lib/parse/access_line.ts";
export { type AccessLayout, compileAccessLayout } from "./lib/parse/access_layout.ts";
export type { AccessField } from "./lib/parse/conversion_word.ts";
export { AccessLayoutDetector } from "./lib/parse/access_layout_detector.ts";
export { exceptionChain } from "./lib/parse/exception_chain.ts";
export { exceptionFingerprint } from "./lib/parse/exception_fingerprint.ts";
export { type HeaderLine, parseHeaderLine } from "./lib/parse/header_line.ts";
export { type JavaException, parseJavaException } from "./lib/parse/java_exception.ts";
export type { StackFrame } from "./lib/parse/stack_frame.ts";
export { type Category, type MemberOrigin, memberOrigin } from "./lib/parse/member_origin.ts";
export { parseClfTime, parseTimestamp } from "./lib/parse/timestamp.ts";

export { loadRules, type RuleFile, type RuleProblem } from "./lib/rules/load_rules.ts";
export type { Engine } from "./lib/rules/expression/compile_expression.ts";
export type {
  AnySerious,
  Confidence,
  Correlation,
  CorrelationKey,
  CorrelationType,
  CountCondition,
  Guard,
  RequestSelection,
  Rule,
  RuleEvents,
  RuleSource,
  RuleTest,
  RuleTests,
  Selection,
  SequenceRecord,
  Severity,
  TestRecord,
  VersionRange,
} from "./lib/rules/rule.ts";

export { parseFilter } from "./lib/query/parse_filter.ts";
export { FilterError } from "./lib/query/filter_error.ts";
export type {
  AllFilter,
  AmongTerm,
  CompareTerm,
  Comparison,
  Filter,
  LikeTerm,
  NotFilter,
  NumberRange,
  RegexpTerm,
  TermList,
  Wildcard,
} from "./lib/query/filter.ts";
export type { NumberField, TextField } from "./lib/query/filter_field.ts";
export type { AccessFields, ApplicationFields } from "./lib/query/row_fields.ts";
export { queryCase } from "./lib/query/query_case.ts";
export type { QueryOptions } from "./lib/query/query_options.ts";
export type { CrewOptions } from "./lib/query/search/search_crew.ts";
export type { QueriedEvent, QueryRow, RecordRow } from "./lib/query/query_row.ts";

export type {
  AccessBlock,
  AgentEntry,
  ApplicationBlock,
  DictionaryEntries,
  RowPlaces,
} from "./lib/scan/column_block.ts";
export type { MemberPlace } from "./lib/analyze/log_tally.ts";
export type { RowFacts } from "./lib/analyze/row_listener.ts";
export type { TemplateEntry } from "./lib/analyze/signature_table.ts";
export type { FileSeekIndex, SeekPoint, SeekSpan, SeekStream } from "./lib/archive/seek/seek_index.ts";
export { SeekIndexBuilder } from "./lib/archive/seek/seek_index_builder.ts";
export type { AnalysisSink, MemberFacts } from "./lib/case/analysis_sink.ts";
export type {
  CaseBlock,
  CaseLine,
  CaseMember,
  CaseNames,
  CaseOpening,
  CaseReader,
  TextState,
} from "./lib/case/case_reader.ts";
export { openCase, type OpenCaseOptions } from "./lib/case/open_case.ts";

export { renderDiffMarkdown } from "./lib/report/diff/render_diff_markdown.ts";
export { renderCsv } from "./lib/report/render_csv.ts";
export { renderJunit } from "./lib/report/render_junit.ts";
export { renderNdjson } from "./lib/report/render_ndjson.ts";
export { renderSarif } from "./lib/report/render_sarif.ts";
export { renderHtml } from "./lib/view/render_html.ts";
export { renderJson } from "./lib/report/render_json.ts";
export { renderMarkdown } from "./lib/report/render_markdown.ts";

export type { GuardedApp, GuardOptions } from "./lib/serve/security/guarded_app.ts";
export { createReportApp, type ReportApp, type ReportAppOptions } from "./lib/serve/create_report_app.ts";
