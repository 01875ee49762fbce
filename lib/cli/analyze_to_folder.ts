import { join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { analyzeArchive } from "../analyze_archive.ts";
import type { AnalyzeOptions } from "../analyze_options.ts";
import type { AnalyzeInput } from "../read_inputs.ts";
import { renderJson } from "../report/render_json.ts";
import { renderSummary } from "../report/render_summary.ts";
import { type Color, DEFAULT_FORMATS, type Format } from "./analyze_flags.ts";
import { CaseWriter } from "../case/case_writer.ts";
import { SpillFile } from "../case/store/spill_file.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { escapeForTerminal } from "./terminal/escape_for_terminal.ts";
import { startProgress } from "./terminal/progress_line.ts";
import { REPORT_FILES } from "./report_files.ts";
import { fillFolder, type ResultFolder } from "./files/result_folder.ts";
import { textStyle } from "./terminal/text_style.ts";
import { wantsAscii } from "./terminal/wants_ascii.ts";
import { untilAborted } from "./until_aborted.ts";

/** Somebody who is told how far the work is. */
export interface AnalysisWatch {
  /** Called when everything was checked, before the first byte is read; what it throws ends the work. */
  readonly begin: (totalBytes: number | null) => Promise<void>;
  /** Called with the number of bytes read so far, as stored. */
  readonly update: (doneBytes: number) => void;
}

/** Everything there is to know before the work begins. */
export interface AnalyzeRequest {
  /** Opened inputs. */
  readonly inputs: readonly AnalyzeInput[];
  /** Size of inputs and events as stored, in bytes; null when not known. */
  readonly totalBytes: number | null;
  /** Path by name of the input; null: it can be read only once. */
  readonly places: ReadonlyMap<string, string | null>;
  /** What the analysis depends on. */
  readonly options: AnalyzeOptions;
  /** Folder of the results. */
  readonly out: string;
  /** Files to write; the default ones when left out. */
  readonly format?: readonly Format[];
  /** Write no case. */
  readonly lean?: true;
  /** Keep the lines in the case. */
  readonly embed?: true;
  /** Print analysis.json instead of the summary. */
  readonly json?: true;
  /** No progress. */
  readonly quiet?: true;
  /** When to colour; `auto` when left out. */
  readonly color?: Color;
  /** Draw the summary with ASCII alone. */
  readonly ascii?: true;
  /** Told how far it is, besides the line on the terminal. */
  readonly watch?: AnalysisWatch;
  /** Exit 4 when something is missing. */
  readonly strict?: true;
  /** Exit 1 on a finding as bad as this. */
  readonly "fail-on"?: Severity;
}

/** Name of the case. */
export const CASE_FILE = "case.db";
/** What memory does not hold, while the work goes on. */
const SPILL_FILE = "keys.spill";
/** Where a person looks first. */
const REPORT_ORDER = ["html", "md", "json"] as const;
/** How an analysis.json of any version begins. */
const OWN_JSON_HEAD = '{\n  "schema": "omlens.analysis/';

/** Analyses, writes the results, prints the summary; gives the exit code. */
export async function analyzeToFolder(request: AnalyzeRequest, io: CliIo): Promise<number> {
  const formats = request.format ?? DEFAULT_FORMATS;
  const analysis = await fillFolder(request.out, io, async (folder, signal) => {
    const writesCase = !request.lean && await mayWriteCase(request.out, io);
    const sink = writesCase ? beginCase(request, folder) : null;
    const spill = await io.mayRead(request.out) ? new SpillFile(folder.scratch(SPILL_FILE)) : null;
    const result = await analyzeWithProgress(request, io, signal, { sink, spill });
    await writeResults(result, formats, folder);
    folder.outdate(await earlierResults(request.out, io));
    return result;
  });
  if (request.json) {
    io.stdout.write(io.stdout.isTerminal ? escapeForTerminal(renderJson(analysis)) : renderJson(analysis));
  } else {
    const shown = REPORT_ORDER.find((format) => formats.includes(format));
    io.stdout.write(renderSummary(analysis, {
      ...(shown === undefined ? {} : { reportPath: join(request.out, REPORT_FILES[shown][0].name) }),
      columns: io.stdout.columns(),
      ascii: await wantsAscii(request.ascii === true, io),
      style: await textStyle(request.color ?? "auto", io.stdout, io),
    }));
  }
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

function beginCase({ out, places, embed }: AnalyzeRequest, folder: ResultFolder): CaseWriter {
  return new CaseWriter(folder.place(CASE_FILE), { folder: out, places, embed: embed === true });
}

/** Files that are written while the work goes on. */
interface WrittenOnTheWay {
  readonly sink: CaseWriter | null;
  readonly spill: SpillFile | null;
}

async function analyzeWithProgress(
  request: AnalyzeRequest,
  io: CliIo,
  signal: AbortSignal,
  { sink, spill }: WrittenOnTheWay,
): Promise<Analysis> {
  const { totalBytes, quiet = false, watch } = request;
  await watch?.begin(totalBytes);
  const progress = startProgress(io, { verb: "reading", totalBytes, quiet });
  try {
    return await analyzeArchive(request.inputs.map((input) => stoppable(input, signal)), {
      ...request.options,
      signal,
      onProgress: (doneBytes) => {
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

async function writeResults(
  analysis: Analysis,
  formats: readonly Format[],
  folder: ResultFolder,
): Promise<void> {
  for (const { name, render } of formats.flatMap((format) => REPORT_FILES[format])) {
    await folder.write(name, await render(analysis));
  }
}

/** Results of another run are not left beside the new ones. Only in a folder whose analysis.json is of omlens. */
async function earlierResults(out: string, { fs, mayRead }: CliIo): Promise<string[]> {
  if (!await mayRead(out)) return [];
  try {
    using file = await fs.open(join(out, REPORT_FILES.json[0].name));
    const head = new Uint8Array(OWN_JSON_HEAD.length);
    await file.read(head);
    return new TextDecoder().decode(head) === OWN_JSON_HEAD
      ? [CASE_FILE, ...Object.values(REPORT_FILES).flat().map(({ name }) => name)]
      : [];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function exitCodeOf(analysis: Analysis, { strict, "fail-on": failOn }: AnalyzeRequest): number {
  const failing = failOn === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (analysis.findings.some(({ severity }) => failing.includes(severity))) return ExitCode.findings;
  return strict && !isComplete(analysis) ? ExitCode.incomplete : ExitCode.done;
}

function isComplete({ inputs, diagnostics }: Analysis): boolean {
  return inputs.every(({ complete }) => complete) && diagnostics.every(({ severity }) => severity === "note");
}
