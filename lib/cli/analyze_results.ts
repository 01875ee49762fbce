import { join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import { renderJson } from "../report/render_json.ts";
import { renderSummary } from "../report/render_summary.ts";
import { type Color, DEFAULT_FORMATS, type Format } from "./analyze_flags.ts";
import { CASE_FILE } from "./case_file.ts";
import type { CliIo } from "./cli_io.ts";
import type { ResultFolder } from "./files/result_folder.ts";
import { REPORT_FILES } from "./report_files.ts";
import { escapeForTerminal } from "./terminal/escape_for_terminal.ts";
import { textStyle } from "./terminal/text_style.ts";
import { wantsAscii } from "./terminal/wants_ascii.ts";

/** Where a person looks first. */
const REPORT_ORDER = ["html", "md", "json"] as const;
/** How an analysis.json of any version begins. */
const OWN_JSON_HEAD = '{\n  "schema": "omlens.analysis/';

/** Which results are wanted. */
export interface ResultsRequest {
  /** Folder of the results. */
  readonly out: string;
  /** Files to write; the default ones when left out. */
  readonly format?: readonly Format[];
  /** Print analysis.json instead of the summary. */
  readonly json?: true;
  /** When to colour; `auto` when left out. */
  readonly color?: Color;
  /** Draw the summary with ASCII alone. */
  readonly ascii?: true;
}

/** Writes the reports; results of another run that are not written anew go. */
export async function writeResults(
  analysis: Analysis,
  { format: formats = DEFAULT_FORMATS, out }: ResultsRequest,
  folder: ResultFolder,
  io: CliIo,
): Promise<void> {
  const writes: Promise<void>[] = [];
  try {
    for (const { name, render } of formats.flatMap((format) => REPORT_FILES[format])) {
      // The system writes one while the next is made; that it failed is told when all have ended.
      const write = folder.write(name, await render(analysis));
      write.catch(() => {});
      writes.push(write);
    }
  } finally {
    await Promise.allSettled(writes);
  }
  await Promise.all(writes);
  folder.outdate(await earlierResults(out, io));
}

/** Prints the summary, or analysis.json. */
export async function printResults(analysis: Analysis, request: ResultsRequest, io: CliIo): Promise<void> {
  if (request.json) {
    io.stdout.write(io.stdout.isTerminal ? escapeForTerminal(renderJson(analysis)) : renderJson(analysis));
    return;
  }
  const { format: formats = DEFAULT_FORMATS, out } = request;
  const shown = REPORT_ORDER.find((format) => formats.includes(format));
  io.stdout.write(renderSummary(analysis, {
    ...(shown === undefined ? {} : { reportPath: join(out, REPORT_FILES[shown][0].name) }),
    columns: io.stdout.columns(),
    ascii: await wantsAscii(request.ascii === true, io),
    style: await textStyle(request.color ?? "auto", io.stdout, io),
  }));
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
