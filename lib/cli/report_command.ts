import { dirname, join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import { openCase } from "../case/open_case.ts";
import { UsageError } from "../errors.ts";
import { analysisSchema } from "../report/analysis_schema.ts";
import { renderIncidentMarkdown } from "../report/markdown/render_incident_markdown.ts";
import { renderJson } from "../report/render_json.ts";
import { indexAnalysis } from "../report/report_index.ts";
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
  if (values.incident !== undefined) io.stdout.write(ticketOf(values.incident, analysis));
  else if (values.json) io.stdout.write(renderJson(analysis));
  else {
    const out = values.out ?? await folderOf(path, io);
    await writeReports(analysis, values.format ?? DEFAULT_FORMATS, out, io);
  }
  return ExitCode.done;
}

function onlyCase(operands: readonly string[]): string {
  const [path, ...others] = operands;
  if (path && others.length === 0) return path;
  const why = !path ? "no CASE is given" : `${operands.length} cases are given`;
  throw new UsageError(`Cannot report: ${why}`, { remedy: "omlens report om-logs_….omlens" });
}

/** One incident, by its id, or by its place among them, most severe first. */
function ticketOf(wanted: string, analysis: Analysis): string {
  const index = indexAnalysis(analysis);
  const incident = index.incidents.find(({ id }) => id === wanted) ??
    (/^\d{1,6}$/.test(wanted) ? index.incidents[Number(wanted) - 1] : undefined);
  if (incident !== undefined) return renderIncidentMarkdown(incident, index);
  const { length } = index.incidents;
  throw new UsageError(`Cannot report incident "${wanted}": there is no such incident`, {
    remedy: length === 0
      ? "leave out --incident: there are none"
      : `--incident 1 to ${length}, or an id of analysis.json`,
  });
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
  const files = formats.flatMap((format) => REPORT_FILES[format]);
  await fillFolder(out, io, async (folder) => {
    for (const { name, render } of files) await folder.write(name, await render(analysis));
  });
  for (const { name } of files) io.stdout.write(`${join(out, name)}\n`);
}
