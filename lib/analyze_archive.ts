import type { Analysis } from "./analyze/analysis.ts";
import { BACKUP_LITERALS } from "./analyze/backups/backup_stage.ts";
import { type CollectionJob, parseCollectionJob } from "./analyze/collection_job.ts";
import { planMemory } from "./analyze/memory_plan.ts";
import { spanOfLogs } from "./analyze/span_of_logs.ts";
import type { AnalyzeOptions } from "./analyze_options.ts";
import { collectGarbage } from "./collect_garbage.ts";
import { type Diagnostic, InputError, UsageError } from "./errors.ts";
import { decodeSavedBytes } from "./events/decode_saved_bytes.ts";
import type { EventRow } from "./events/event_row.ts";
import { loadEvents, mergeEvents } from "./events/load_events.ts";
import { BUSY_BYTES, loadOnce } from "./load_once.ts";
import { loadUsedRules } from "./load_used_rules.ts";
import { checkNoted, hashedFile, type NotedFile } from "./noted_file.ts";
import { compileAccessLayout } from "./parse/access_layout.ts";
import type { AnalyzeInput } from "./read_inputs.ts";
import { keptTokens } from "./rules/kept_tokens.ts";
import { compileRules } from "./rules/match_rules.ts";
import type { ScanOptions } from "./scan/scan_context.ts";
import { startScanWorker } from "./start_scan_worker.ts";
import { scanInputs, type ScanInputsOptions } from "./scan_inputs.ts";
import { parseTimeBound, resolveTime, type TimeBound } from "./time_window.ts";

const DEFAULT_LEAD_MS = 1_800_000;
const DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Logs of so many bytes leave garbage that is worth to be collected. */
const LARGE_BYTES = 256 * 1024 * 1024;
const MAX_JOB_BYTES = 16 * 1024 * 1024;

/**
 * Analyses log archives and events: the whole way from bytes to findings with their likely causes.
 *
 * Reads everything once, as a stream; writes nothing. The same inputs and options give the same result.
 *
 * @example
 * ```ts
 * import { assertEquals } from "./std/assert.ts";
 * const line = "2026-04-12T03:14:15.926+0000 [main] INFO  a.B [B.java:c:1] - Started\n";
 * const file = { name: "mms0.log", open: async function* () { yield new TextEncoder().encode(line); } };
 * const analysis = await analyzeArchive([{ name: "mms0.log", kind: "file", files: [file] }], { useWorker: false });
 * assertEquals(analysis.totals.records, 1);
 * ```
 *
 * @throws {InputError} when an input cannot be read at all
 * @throws {UsageError} when an option or a rule file is wrong
 */
export async function analyzeArchive(
  inputs: readonly AnalyzeInput[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  const { useWorker = true } = options;
  const worker = typeof useWorker === "boolean" ? useWorker ? startScanWorker() : null : useWorker;
  try {
    return await analyzeInputs(inputs, options, worker);
  } finally {
    worker?.terminate();
  }
}

async function analyzeInputs(
  inputs: readonly AnalyzeInput[],
  options: AnalyzeOptions,
  worker: Worker | null,
): Promise<Analysis> {
  const rules = compileRules(await loadUsedRules(options));
  const kept = keptTokens(rules.rules);
  if (options.accessLayout !== undefined) compileAccessLayout(options.accessLayout);
  const bounds = timeBounds(options, inputs);
  const diagnostics: Diagnostic[] = [...options.diagnostics ?? []];
  const events = await allEvents(options.events ?? [], diagnostics);
  const jobs = await allJobs(options.jobs ?? [], diagnostics);
  const endMs = bounds.some((bound) => bound !== null && "beforeEndMs" in bound)
    ? await endOfLogs(inputs, options)
    : 0;
  const [sinceMs, untilMs] = bounds.map((bound) => resolveTime(bound, endMs));
  const window = { sinceMs: sinceMs ?? null, untilMs: untilMs ?? null };
  const finishing = loadOnce(() => import("./finish_analysis.ts"));
  const scanned = await scanInputs(inputs, {
    ...scanInputsOptions(options, {
      ...window,
      keptTokens: kept,
      watchLiterals: rules.watchLiterals,
      backupLiterals: BACKUP_LITERALS,
    }),
    onProgress: (bytesRead) => {
      if (bytesRead >= BUSY_BYTES) void finishing();
      options.onProgress?.(bytesRead);
    },
    worker,
    sink: options.sink ?? null,
    keepsRequest: (method, route, status) =>
      rules.matchRequest({ category: "http_access", method, route, status }).length > 0,
  });
  // What the scan worked in goes before the analysis needs as much again.
  const isLarge = scanned.read.uncompressedBytes >= LARGE_BYTES;
  if (isLarge) collectGarbage();
  const { finishAnalysis } = await finishing();
  const { analysis, templates } = finishAnalysis({
    options,
    scanned,
    events: events.filter((event) => isWithin(Date.parse(event.time), window)),
    jobs,
    isFiltered: isFiltered(options),
    diagnostics,
    rules,
    keptTokens: kept,
    leadMs: options.leadMs ?? DEFAULT_LEAD_MS,
  });
  await options.sink?.endBytes();
  options.sink?.finish(analysis, templates);
  // And what the analysis needed, before reports are made.
  if (isLarge) collectGarbage();
  return analysis;
}

/** Whether only a part of the logs is wanted: then what is not there need not be missing. */
function isFiltered({ since, until, hosts = [], categories = [] }: AnalyzeOptions): boolean {
  return since !== undefined || until !== undefined || hosts.length > 0 || categories.length > 0;
}

async function allJobs(files: readonly NotedFile[], diagnostics: Diagnostic[]): Promise<CollectionJob[]> {
  const jobs: CollectionJob[] = [];
  for (const file of files) {
    const { file: hashed, digest } = hashedFile(file);
    try {
      const { text } = await decodeSavedBytes(hashed.open(), { name: file.name, maxBytes: MAX_JOB_BYTES });
      jobs.push(parseCollectionJob(text, file.name));
    } catch (error) {
      diagnostics.push(unreadable(file, "job.unreadable", error));
    }
    diagnostics.push(...checkNoted(file, digest(), file.name));
  }
  return jobs;
}

/** What came with the logs was not chosen by anybody: the work goes on without it. */
function unreadable({ name, noted }: NotedFile, code: string, error: unknown): Diagnostic {
  if (noted !== undefined && (error instanceof UsageError || error instanceof InputError)) {
    return { code, severity: "error", message: error.message, input: name };
  }
  throw error;
}

function timeBounds({ since, until }: AnalyzeOptions, inputs: readonly AnalyzeInput[]): (TimeBound | null)[] {
  const bounds = [since, until].map((text) => text === undefined ? null : parseTimeBound(text));
  const isRelative = bounds.some((bound) => bound !== null && "beforeEndMs" in bound);
  if (isRelative && inputs.some(({ kind }) => kind === "stream")) {
    throw new UsageError(
      "Cannot use a time relative to the end of the logs: standard input can be read only once",
      {
        remedy: "give an absolute time such as 2026-04-12T03:00Z, or the input as a file",
      },
    );
  }
  return bounds;
}

async function allEvents(files: readonly NotedFile[], diagnostics: Diagnostic[]): Promise<EventRow[]> {
  const lists: EventRow[][] = [];
  for (const file of files) {
    const { file: hashed, digest } = hashedFile(file);
    try {
      const loaded = await loadEvents(hashed.open(), { name: file.name });
      lists.push(loaded.events);
      diagnostics.push(...loaded.diagnostics);
    } catch (error) {
      diagnostics.push(unreadable(file, "events.unreadable", error));
    }
    diagnostics.push(...checkNoted(file, digest(), file.name));
  }
  return mergeEvents(lists);
}

/** A first pass over the inputs, only to know where they end. */
async function endOfLogs(inputs: readonly AnalyzeInput[], options: AnalyzeOptions): Promise<number> {
  const scanning = { sinceMs: null, untilMs: null, keptTokens: [], watchLiterals: [] };
  const worker = options.useWorker === false ? null : startScanWorker();
  const { tally } = await scanInputs(inputs, { ...scanInputsOptions(options, scanning), worker });
  return spanOfLogs(tally.logs())?.endMs ?? 0;
}

function scanInputsOptions(
  options: AnalyzeOptions,
  scanning: Pick<ScanOptions, "sinceMs" | "untilMs" | "keptTokens" | "watchLiterals" | "backupLiterals">,
): Omit<ScanInputsOptions, "worker"> {
  const { limits: { maxLineBytes = DEFAULT_MAX_LINE_BYTES, ...limits } = {} } = options;
  const { hosts = [], categories = [], signal, onProgress, accessLayout = null } = options;
  return {
    limits,
    hosts,
    categories,
    signal,
    onProgress,
    sink: null,
    keepsRequest: () => false,
    memory: planMemory(options.memoryBytes, options.spill),
    scanning: { ...scanning, maxLineBytes, accessLayout },
  };
}

function isWithin(timeMs: number, { sinceMs, untilMs }: Pick<ScanOptions, "sinceMs" | "untilMs">): boolean {
  return (sinceMs === null || timeMs >= sinceMs) && (untilMs === null || timeMs <= untilMs);
}
