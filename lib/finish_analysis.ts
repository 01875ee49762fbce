import type { Analysis } from "./analyze/analysis.ts";
import { analyzeLogs, type LogFacts } from "./analyze/analyze_logs.ts";
import { memberDiagnostics } from "./analyze/member_diagnostics.ts";
import type { TemplateEntry } from "./analyze/signature_table.ts";
import type { AnalyzeOptions } from "./analyze_options.ts";
import { assembleAnalysis } from "./assemble_analysis.ts";
import type { ScannedInputs } from "./scan_inputs.ts";

/** What is known when everything was read. */
export interface ReadFacts extends Omit<LogFacts, "tally"> {
  /** As the caller gave them. */
  readonly options: AnalyzeOptions;
  /** What was read and counted. */
  readonly scanned: ScannedInputs;
}

/** The analysis, and the templates behind its signatures. */
export interface FinishedAnalysis {
  /** Complete. */
  readonly analysis: Analysis;
  /** By template id. */
  readonly templates: readonly TemplateEntry[];
}

/** All that comes after reading: loaded while that goes on. */
export function finishAnalysis({ options, scanned, ...facts }: ReadFacts): FinishedAnalysis {
  const { tally, read } = scanned;
  const { templates, ...logs } = analyzeLogs({
    ...facts,
    tally,
    diagnostics: [
      ...facts.diagnostics,
      ...scanned.diagnostics,
      ...tally.finished().flatMap((member) => memberDiagnostics(member)),
    ],
  });
  const { leadMs, events } = facts;
  return { analysis: assembleAnalysis({ options, leadMs, tally, read, events, logs }), templates };
}
