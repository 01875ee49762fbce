import { createHash } from "node:crypto";
import { analyzeLogs, type LogAnalysis } from "./analyze/analyze_logs.ts";
import type { Analysis } from "./analyze/analysis.ts";
import { listDiagnostics } from "./analyze/list_diagnostics.ts";
import { LogTally } from "./analyze/log_tally.ts";
import { memberDiagnostics } from "./analyze/member_diagnostics.ts";
import { setOddTimesAside } from "./analyze/odd_times.ts";
import { spanOfLogs } from "./analyze/span_of_logs.ts";
import type { SourceFile } from "./archive/read_archive.ts";
import type { ReadLimits } from "./archive/read_limits.ts";
import { type Diagnostic, InputError, UsageError } from "./errors.ts";
import type { EventRow } from "./events/event_row.ts";
import { loadEvents, mergeEvents } from "./events/load_events.ts";
import { compileAccessLayout } from "./parse/access_layout.ts";
import type { Category } from "./parse/member_origin.ts";
import { type AnalyzeInput, readInputs, type ReadResult } from "./read_inputs.ts";
import { BUILTIN_RULE_FILES } from "./rules/builtin_rules.ts";
import { keptTokens } from "./rules/kept_tokens.ts";
import { loadRules, type RuleFile } from "./rules/load_rules.ts";
import { compileRules } from "./rules/match_rules.ts";
import type { Rule } from "./rules/rule.ts";
import type { ScanOutput } from "./scan/column_block.ts";
import { scanHere, scanInWorker } from "./scan/scan_client.ts";
import type { ScanOptions } from "./scan/scan_context.ts";
import { parseTimeBound, resolveTime, type TimeBound } from "./time_window.ts";
import { VERSION } from "./version.ts";

/** How {@linkcode analyzeArchive} works. */
export interface AnalyzeOptions {
  /** Files with events, in any saved form. */
  readonly events?: readonly SourceFile[];
  /** Only records and events from this time on: ISO 8601, or relative to the end of the logs (`-2h`). */
  readonly since?: string;
  /** Only records and events up to this time. */
  readonly until?: string;
  /** Only these hosts. */
  readonly hosts?: readonly string[];
  /** Only these kinds of log. */
  readonly categories?: readonly Category[];
  /** How far before a finding's onset an event may be its cause. @default {1_800_000} (30 minutes) */
  readonly leadMs?: number;
  /** Pattern of the access log, when it is not found by itself. */
  readonly accessLayout?: string;
  /** More rules. */
  readonly rules?: readonly RuleFile[];
  /** Whether the built-in rules are used. @default {true} */
  readonly builtinRules?: boolean;
  /** Limits that are not the default ones. `maxLineBytes` @default {16_777_216} (16 MiB) */
  readonly limits?: Partial<ReadLimits & { readonly maxLineBytes: number }>;
  /** Ends the work: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called with the number of bytes read so far, as stored. */
  readonly onProgress?: (bytesRead: number) => void;
  /** Whether lines are scanned in a worker, where one can be had. The result is the same. @default {true} */
  readonly useWorker?: boolean;
}

const DEFAULT_LEAD_MS = 1_800_000;
const DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;

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
  const rules = usedRules(options);
  const kept = keptTokens(rules);
  if (options.accessLayout !== undefined) compileAccessLayout(options.accessLayout);
  const bounds = timeBounds(options, inputs);
  const diagnostics: Diagnostic[] = [];
  const events = await allEvents(options.events ?? [], diagnostics);
  const endMs = bounds.some((bound) => bound !== null && "beforeEndMs" in bound)
    ? await endOfLogs(inputs, options)
    : 0;
  const [sinceMs, untilMs] = bounds.map((bound) => resolveTime(bound, endMs));
  const scan = scanOptions(options, { sinceMs: sinceMs ?? null, untilMs: untilMs ?? null, keptTokens: kept });
  const { tally, read } = await scanInputs(inputs, options, scan, diagnostics);
  const inWindow = events.filter((event) => isWithin(Date.parse(event.time), scan));
  for (const member of tally.finished()) diagnostics.push(...memberDiagnostics(member));
  const leadMs = options.leadMs ?? DEFAULT_LEAD_MS;
  const logs = analyzeLogs({
    tally,
    events: inWindow,
    diagnostics,
    rules: compileRules(rules),
    keptTokens: kept,
    leadMs,
  });
  return assemble({ options, inputs, tally, read, events: inWindow, logs });
}

function usedRules({ rules = [], builtinRules = true }: AnalyzeOptions): readonly Rule[] {
  const loaded = loadRules([...BUILTIN_RULE_FILES, ...rules]);
  const problem = loaded.problems[0];
  if (problem !== undefined) {
    const more = loaded.problems.length > 1 ? ` (and ${loaded.problems.length - 1} more problems)` : "";
    throw new UsageError(
      `Cannot load rules: ${problem.file}:${problem.line}:${problem.column}: ${problem.message}${more}`,
      {
        remedy: "correct the rule file, or leave it out",
      },
    );
  }
  const builtin = builtinRules
    ? new Set<string>()
    : new Set(loadRules(BUILTIN_RULE_FILES).rules.map(({ id }) => id));
  return loaded.rules.filter(({ id }) => !builtin.has(id));
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

async function allEvents(files: readonly SourceFile[], diagnostics: Diagnostic[]): Promise<EventRow[]> {
  const lists: EventRow[][] = [];
  for (const file of files) {
    const loaded = await loadEvents(file.open(), { name: file.name });
    lists.push(loaded.events);
    diagnostics.push(...loaded.diagnostics);
  }
  return mergeEvents(lists);
}

/** A first pass over the inputs, only to know where they end. */
async function endOfLogs(inputs: readonly AnalyzeInput[], options: AnalyzeOptions): Promise<number> {
  const scan = scanOptions(options, { sinceMs: null, untilMs: null, keptTokens: [] });
  const { tally } = await scanInputs(inputs, options, scan, []);
  return spanOfLogs(tally.logs())?.endMs ?? 0;
}

function scanOptions(
  { limits, accessLayout }: AnalyzeOptions,
  rest: Pick<ScanOptions, "sinceMs" | "untilMs" | "keptTokens">,
): ScanOptions {
  return {
    ...rest,
    maxLineBytes: limits?.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES,
    accessLayout: accessLayout ?? null,
  };
}

async function scanInputs(
  inputs: readonly AnalyzeInput[],
  {
    limits: { maxLineBytes: _, ...limits } = {},
    hosts = [],
    categories = [],
    signal,
    onProgress,
    useWorker = true,
  }: AnalyzeOptions,
  scanning: ScanOptions,
  diagnostics: Diagnostic[],
): Promise<{ tally: LogTally; read: ReadResult }> {
  const tally = new LogTally();
  const incomplete: number[] = [];
  const take = (output: ScanOutput) => tally.add(output);
  const scan = (useWorker ? scanInWorker(scanning, take) : null) ?? scanHere(scanning, take);
  try {
    const read = await readInputs(inputs, { limits, hosts, categories, signal, onProgress }, {
      scan,
      beginMember: (place) => tally.beginMember(place),
      markIncomplete: (member) => incomplete.push(member),
      report: (diagnostic) => diagnostics.push(diagnostic),
    });
    await scan.close();
    for (const member of incomplete) tally.markIncomplete(member);
    diagnostics.push(...setOddTimesAside(tally));
    if (hosts.length === 0 && categories.length === 0) checkLogs(inputs, tally, diagnostics);
    return { tally, read };
  } catch (error) {
    scan.abort();
    throw error;
  }
}

/** An input without any log cannot be what the user meant. */
function checkLogs(
  inputs: readonly AnalyzeInput[],
  tally: LogTally,
  diagnostics: readonly Diagnostic[],
): void {
  const withLogs = new Set(tally.logs().map(({ input }) => input));
  const input = inputs.find(({ name }) => !withLogs.has(name));
  if (input === undefined) return;
  const damage = diagnostics.find((diagnostic) =>
    diagnostic.input === input.name && diagnostic.severity === "error"
  );
  throw new InputError(`Cannot read ${input.name}: ${damage?.message ?? "it holds no log of Ops Manager"}`, {
    input: input.name,
    remedy: "give an om-logs_*.tar.gz, a folder with an unpacked one, or a single log file",
  });
}

function isWithin(timeMs: number, { sinceMs, untilMs }: Pick<ScanOptions, "sinceMs" | "untilMs">): boolean {
  return (sinceMs === null || timeMs >= sinceMs) && (untilMs === null || timeMs <= untilMs);
}

interface Parts {
  readonly options: AnalyzeOptions;
  readonly inputs: readonly AnalyzeInput[];
  readonly tally: LogTally;
  readonly read: ReadResult;
  readonly events: readonly EventRow[];
  readonly logs: LogAnalysis;
}

function assemble({ options, inputs, tally, read, events, logs }: Parts): Analysis {
  const members = tally.logs();
  const sum = (value: (member: (typeof members)[number]) => number) =>
    members.reduce((total, member) => total + value(member), 0);
  return {
    schema: "omlens.analysis/1",
    tool: { name: "omlens", version: VERSION },
    options: resultOptions(options),
    inputs: read.inputs,
    totals: {
      inputBytes: read.inputs.reduce((total, { inputBytes }) => total + inputBytes, 0),
      uncompressedBytes: read.uncompressedBytes,
      members: read.members,
      lines: sum(({ summary }) => summary.lines),
      records: sum(({ summary, duplicates }) => summary.records - duplicates),
      rejectedLines: sum(({ summary }) => summary.rejectedLines),
      events: events.length,
    },
    clocks: [],
    agents: [],
    events,
    traces: [],
    impacts: [],
    ...logs,
    diagnostics: listDiagnostics(logs.diagnostics, inputs.map(({ name }) => name)),
  };
}

/** Options that change results; rule files by their names and hashes. */
function resultOptions(options: AnalyzeOptions): Record<string, unknown> {
  const { since, until, hosts, categories, accessLayout, rules, builtinRules, limits } = options;
  return Object.fromEntries(
    Object.entries({
      leadMs: options.leadMs ?? DEFAULT_LEAD_MS,
      since,
      until,
      hosts,
      categories,
      accessLayout,
      rules: rules?.map(({ file, text }) => ({
        file,
        sha256: createHash("sha256").update(text).digest("hex"),
      })),
      builtinRules,
      limits,
    }).filter(([, value]) => value !== undefined),
  );
}
