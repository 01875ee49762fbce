import { dirname, join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import { openCase } from "../case/open_case.ts";
import { UsageError } from "../errors.ts";
import { analysisSchema } from "../report/analysis_schema.ts";
import { renderJson } from "../report/render_json.ts";
import { DEFAULT_FORMATS } from "./analyze_flags.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { jsonText } from "./json_text.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { REPORT_FILES } from "./report_files.ts";
import { REPORT_FLAGS } from "./report_flags.ts";
import { fillFolder } from "./files/result_folder.ts";

/** `omlens report`: writes reports again from a case, in any format. */
export async function runReport(args: readonly string[], io: CliIo): Promise<number> {
  const { values, operands } = parseCommandLine("report", args, REPORT_FLAGS);
  if (values.schema) {
    io.stdout.write(jsonText(analysisSchema));
    return ExitCode.done;
  }
  const path = onlyCase(operands);
  const analysis = readAnalysis(path);
  if (values.json) io.stdout.write(renderJson(analysis));
  else {await writeReports(
      analysis,
      values.format ?? DEFAULT_FORMATS,
      values.out ?? await folderOf(path, io),
      io,
    );}
  return ExitCode.done;
}

function onlyCase(operands: readonly string[]): string {
  const [path, ...others] = operands;
  if (path && others.length === 0) return path;
  const why = !path ? "no CASE is given" : `${operands.length} cases are given`;
  throw new UsageError(`Cannot report: ${why}`, { remedy: "omlens report om-logs_….omlens" });
}

function readAnalysis(path: string): Analysis {
  const reader = openCase(path);
  try {
    return reader.analysis;
  } finally {
    reader.close();
  }
}

/** The reports stand beside the case. */
async function folderOf(path: string, { fs }: CliIo): Promise<string> {
  return (await fs.stat(path)).isDirectory ? path : dirname(path);
}

async function writeReports(
  analysis: Analysis,
  formats: typeof DEFAULT_FORMATS,
  out: string,
  io: CliIo,
): Promise<void> {
  await fillFolder(out, io, async (folder) => {
    for (const format of formats) {
      await folder.write(REPORT_FILES[format].name, REPORT_FILES[format].render(analysis));
    }
  });
  for (const format of formats) io.stdout.write(`${join(out, REPORT_FILES[format].name)}\n`);
}
