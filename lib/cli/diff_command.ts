import type { Analysis } from "../analyze/analysis.ts";
import { compareAnalyses, type Diff } from "../analyze/diff/compare_analyses.ts";
import { UsageError } from "../errors.ts";
import { renderDiffMarkdown } from "../report/diff/render_diff_markdown.ts";
import { type DiffTextOptions, renderDiffText } from "../report/diff/render_diff_text.ts";
import { SEVERITIES, type Severity } from "../rules/rule.ts";
import type { CliIo } from "./cli_io.ts";
import { DIFF_FLAGS, type DiffFormat } from "./diff_flags.ts";
import { ExitCode } from "./exit_code.ts";
import { writeWholeFile } from "./files/write_whole_file.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { jsonText } from "./json_text.ts";
import { readAnalysis } from "./read_analysis.ts";
import { escapeForTerminal } from "./terminal/escape_for_terminal.ts";
import { textStyle } from "./terminal/text_style.ts";

/** `omlens diff`: what is new, gone, worse and better between two cases. */
export async function runDiff(args: readonly string[], io: CliIo): Promise<number> {
  const { values, operands } = parseCommandLine("diff", args, DIFF_FLAGS);
  const [before, after] = twoCases(operands);
  const format = chosenFormat(values);
  const analyses = [await readAnalysis(before, io), await readAnalysis(after, io)] as const;
  const diff = compareAnalyses(...analyses);
  const { out, color = "auto" } = values;
  const style = await textStyle(out === undefined ? color : values.color ?? "never", io.stdout, io);
  const text = format === "html"
    ? await renderPage(...analyses)
    : render(diff, format, { style, names: [before, after] });
  if (out === undefined) {
    io.stdout.write(format === "json" && io.stdout.isTerminal ? escapeForTerminal(text) : text);
  } else {
    await writeWholeFile(out, text, io.fs);
    io.stdout.write(`${out}\n`);
  }
  return fails(diff, values["fail-on"]) ? ExitCode.findings : ExitCode.done;
}

function twoCases(operands: readonly string[]): [before: string, after: string] {
  const [before, after, ...others] = operands;
  if (before && after && others.length === 0) return [before, after];
  const count = operands.length;
  const why = count === 0
    ? "no CASE is given"
    : `${count} ${count === 1 ? "case is" : "cases are"} given, expected 2`;
  throw new UsageError(`Cannot compare: ${why}`, { remedy: "omlens diff before.omlens after.omlens" });
}

function chosenFormat({ format, json }: { readonly format?: DiffFormat; readonly json?: true }): DiffFormat {
  if (json === undefined || format === undefined || format === "json") {
    return format ?? (json ? "json" : "text");
  }
  throw new UsageError(`Cannot compare: --json and --format ${format} are both given`, {
    remedy: "leave out one",
  });
}

function render(diff: Diff, format: DiffFormat, options: DiffTextOptions): string {
  if (format === "json") return jsonText(diff);
  return format === "md" ? renderDiffMarkdown(diff) : renderDiffText(diff, options);
}

/** The page and its views are loaded when it is asked for. */
async function renderPage(before: Analysis, after: Analysis): Promise<string> {
  const { renderDiffHtml } = await import("../view/render_html.ts");
  return renderDiffHtml(before, after);
}

function fails({ findings }: Diff, failOn: Severity | undefined): boolean {
  const failing = failOn === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return findings.some(({ change, severity }) =>
    (change === "new" || change === "worse") && failing.includes(severity)
  );
}
