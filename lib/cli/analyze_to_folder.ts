import type { Analysis } from "../analyze/analysis.ts";
import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { analyzeArchive } from "../analyze_archive.ts";
import type { AnalyzeOptions } from "../analyze_options.ts";
import { BUSY_BYTES, loadOnce } from "../load_once.ts";
import type { AnalyzeInput } from "../read_inputs.ts";
import { CaseWriter } from "../case/case_writer.ts";
import { SpillFile } from "../case/store/spill_file.ts";
import type { ResultsRequest } from "./analyze_results.ts";
import { CASE_FILE } from "./case_file.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { startProgress } from "./terminal/progress_line.ts";
import { fillFolder, type ResultFolder } from "./files/result_folder.ts";
import { untilAborted } from "./until_aborted.ts";

/** Somebody who is told how far the work is. */
export interface AnalysisWatch {
  /** Called when everything was checked, before the first byte is read; what it throws ends the work. */
  readonly begin: (totalBytes: number | null) => Promise<void>;
  /** Called with the number of bytes read so far, as stored. */
  readonly update: (doneBytes: number) => void;
}

/** Everything there is to know before the work begins. */
export interface AnalyzeRequest extends ResultsRequest {
  /** Opened inputs. */
  readonly inputs: readonly AnalyzeInput[];
  /** Size of inputs and events as stored, in bytes; null when not known. */
  readonly totalBytes: number | null;
  /** Path by name of the input; null: it can be read only once. */
  readonly places: ReadonlyMap<string, string | null>;
  /** What the analysis depends on. */
  readonly options: AnalyzeOptions;
  /** Write no case. */
  readonly lean?: true;
  /** Keep the lines in the case. */
  readonly embed?: true;
  /** No progress. */
  readonly quiet?: true;
  /** Told how far it is, besides the line on the terminal. */
  readonly watch?: AnalysisWatch;
  /** Scans, when it was started already. */
  readonly worker?: Worker;
  /** Exit 4 when something is missing. */
  readonly strict?: true;
  /** Exit 1 on a finding as bad as this. */
  readonly "fail-on"?: Severity;
}

/** What memory does not hold, while the work goes on. */
const SPILL_FILE = "keys.spill";

/** Analyses, writes the results, prints the summary; gives the exit code. */
export async function analyzeToFolder(request: AnalyzeRequest, io: CliIo): Promise<number> {
  const results = loadOnce(() => import("./analyze_results.ts"));
  const analysis = await fillFolder(request.out, io, async (folder, signal) => {
    const writesCase = !request.lean && await mayWriteCase(request.out, io);
    const spill = await io.mayRead(request.out) ? new SpillFile(folder.scratch(SPILL_FILE)) : null;
    const sink = writesCase ? beginCase(request, folder, spill) : null;
    const analysis = await analyzeWithProgress(request, io, signal, { sink, spill, results });
    await (await results()).writeResults(analysis, request, folder, io);
    return analysis;
  });
  await (await results()).printResults(analysis, request, io);
  return exitCodeOf(analysis, request);
}

/** The database engine reads what it writes. Without that permission there are the reports at least. */
async function mayWriteCase(out: string, { mayRead, stderr }: CliIo): Promise<boolean> {
  if (await mayRead(out)) return true;
  stderr.write(
    `omlens: ${CASE_FILE} is not written: Deno was not given the permission to read "${out}"\n` +
      `try: --allow-read=${out} before cli.ts, or --lean to leave it out\n`,
  );
  return false;
}

function beginCase(
  { out, places, embed }: AnalyzeRequest,
  folder: ResultFolder,
  spill: SpillFile | null,
): CaseWriter {
  const options = { folder: out, places, embed: embed === true };
  return new CaseWriter(folder.place(CASE_FILE), { ...options, ...(spill === null ? {} : { spill }) });
}

/** What goes on while the work does. */
interface DoneOnTheWay {
  readonly sink: CaseWriter | null;
  readonly spill: SpillFile | null;
  /** Loads what writes the results. */
  readonly results: () => Promise<unknown>;
}

async function analyzeWithProgress(
  request: AnalyzeRequest,
  io: CliIo,
  signal: AbortSignal,
  { sink, spill, results }: DoneOnTheWay,
): Promise<Analysis> {
  const { totalBytes, quiet = false, watch } = request;
  await watch?.begin(totalBytes);
  const progress = startProgress(io, { verb: "reading", totalBytes, quiet });
  try {
    return await analyzeArchive(request.inputs.map((input) => stoppable(input, signal)), {
      ...request.options,
      ...(request.worker === undefined ? {} : { useWorker: request.worker }),
      signal,
      onProgress: (doneBytes) => {
        if (doneBytes >= BUSY_BYTES) void results();
        progress.update(doneBytes);
        watch?.update(doneBytes);
      },
      ...(sink === null ? {} : { sink }),
      ...(spill === null ? {} : { spill }),
    });
  } catch (error) {
    sink?.abort();
    throw error;
  } finally {
    spill?.close();
    progress.clear();
  }
}

/** Only a stream can keep the reader waiting. */
function stoppable(input: AnalyzeInput, signal: AbortSignal): AnalyzeInput {
  if (input.kind !== "stream") return input;
  return {
    ...input,
    files: input.files.map(({ name, open }) => ({ name, open: () => untilAborted(open(), signal) })),
  };
}

function exitCodeOf(analysis: Analysis, { strict, "fail-on": failOn }: AnalyzeRequest): number {
  const failing = failOn === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (analysis.findings.some(({ severity }) => failing.includes(severity))) return ExitCode.findings;
  return strict && !isComplete(analysis) ? ExitCode.incomplete : ExitCode.done;
}

function isComplete({ inputs, diagnostics }: Analysis): boolean {
  return inputs.every(({ complete }) => complete) && diagnostics.every(({ severity }) => severity === "note");
}
