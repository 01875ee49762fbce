import type { RequestFilter } from "./analyze/access/route_tally.ts";
import { compareText } from "./analyze/compare_text.ts";
import { LogTally } from "./analyze/log_tally.ts";
import type { MemoryPlan } from "./analyze/memory_plan.ts";
import { setOddTimesAside } from "./analyze/odd_times.ts";
import type { ReadLimits } from "./archive/read_limits.ts";
import type { AnalysisSink } from "./case/analysis_sink.ts";
import type { Diagnostic } from "./errors.ts";
import { noLogsError } from "./no_logs_error.ts";
import type { Category } from "./parse/member_origin.ts";
import { type AnalyzeInput, readInputs, type ReadResult } from "./read_inputs.ts";
import type { ScanOutput } from "./scan/column_block.ts";
import type { ScanClient } from "./scan/scan_client.ts";
import type { ScanOptions } from "./scan/scan_context.ts";
import { WorkerScan } from "./scan/worker_scan.ts";

const MAX_HOSTS_TOLD = 10;

/** How inputs are read and scanned. */
export interface ScanInputsOptions {
  /** Limits that are not the default ones. */
  readonly limits: Partial<ReadLimits>;
  /** Only these hosts; empty: all. */
  readonly hosts: readonly string[];
  /** Only these kinds of log; empty: all. */
  readonly categories: readonly Category[];
  /** Ends the work. */
  readonly signal: AbortSignal | undefined;
  /** Called with the bytes read so far, as stored. */
  readonly onProgress: ((bytesRead: number) => void) | undefined;
  /** Where lines are scanned; null: in this thread. It is of no use afterwards. */
  readonly worker: Worker | null;
  /** Told everything that a case keeps. */
  readonly sink: AnalysisSink | null;
  /** Which requests that did not fail are wanted with their times. */
  readonly keepsRequest: RequestFilter;
  /** What the counts may take. */
  readonly memory: MemoryPlan;
  /** What the scan is told. */
  readonly scanning: ScanOptions;
}

/** What is known when everything was scanned. */
export interface ScannedInputs {
  /** Counts. */
  readonly tally: LogTally;
  /** What was read. */
  readonly read: ReadResult;
  /** What was damaged, skipped, not understood. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads inputs and scans their logs.
 *
 * @throws {InputError} when an input cannot be read, or holds no log
 */
export async function scanInputs(
  inputs: readonly AnalyzeInput[],
  options: ScanInputsOptions,
): Promise<ScannedInputs> {
  const { sink, hosts, categories } = options;
  const diagnostics: Diagnostic[] = [];
  const tally = new LogTally(sink, options.keepsRequest, categories, options.memory);
  const incomplete: number[] = [];
  const take = (output: ScanOutput) => tally.add(output);
  const scan = await startScan(options, take);
  try {
    const read = await readInputs(inputs, options, {
      scan,
      sink,
      beginMember: (place) => tally.beginMember(place),
      markIncomplete: (member) => incomplete.push(member),
      report: (diagnostic) => diagnostics.push(diagnostic),
    });
    await scan.close();
    for (const member of incomplete) tally.markIncomplete(member);
    diagnostics.push(...tally.endReading(), ...setOddTimesAside(tally), ...missingHosts(hosts, read));
    if (hosts.length === 0 && categories.length === 0) checkLogs(inputs, tally, diagnostics);
    return { tally, read, diagnostics };
  } catch (error) {
    scan.abort();
    throw error;
  }
}

/** What scans in this thread is loaded only when there is no worker. */
async function startScan(
  { worker, scanning, sink }: ScanInputsOptions,
  take: (output: ScanOutput) => void,
): Promise<ScanClient> {
  if (worker !== null) return new WorkerScan(worker, scanning, take, sink !== null);
  const { scanHere } = await import("./scan/scan_here.ts");
  return scanHere(scanning, take);
}

/** A host that was asked for and is not there: nothing found is not to be taken for nothing wrong. */
function missingHosts(hosts: readonly string[], read: ReadResult): Diagnostic[] {
  const known = [...read.hosts].sort(compareText);
  const more = known.length > MAX_HOSTS_TOLD ? ` and ${known.length - MAX_HOSTS_TOLD} more` : "";
  return hosts.filter((host) => !read.hosts.has(host)).map((host) => ({
    code: "input.no-such-host",
    severity: "warning",
    message: `No file is of host "${host}": files are of ${known.slice(0, MAX_HOSTS_TOLD).join(", ")}${more}`,
    input: read.inputs[0]?.name ?? "",
  }));
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
  throw noLogsError(input.name, damage, "it holds no log of Ops Manager");
}
