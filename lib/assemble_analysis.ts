import { createHash } from "node:crypto";
import type { Analysis } from "./analyze/analysis.ts";
import type { LogAnalysis } from "./analyze/analyze_logs.ts";
import { listDiagnostics } from "./analyze/list_diagnostics.ts";
import type { LogTally } from "./analyze/log_tally.ts";
import type { AnalyzeOptions } from "./analyze_options.ts";
import type { EventRow } from "./events/event_row.ts";
import type { ReadResult } from "./read_inputs.ts";
import { VERSION } from "./version.ts";

/** What an analysis is put together from. */
export interface AnalysisParts {
  /** As the caller gave them. */
  readonly options: AnalyzeOptions;
  /** How far before an onset an event may be its cause. */
  readonly leadMs: number;
  /** Counts of the logs. */
  readonly tally: LogTally;
  /** What was read. */
  readonly read: ReadResult;
  /** Events in the window. */
  readonly events: readonly EventRow[];
  /** What logs and events tell. */
  readonly logs: LogAnalysis;
}

/** Puts the result together. */
export function assembleAnalysis({ options, leadMs, tally, read, events, logs }: AnalysisParts): Analysis {
  const members = tally.logs();
  const sum = (value: (member: (typeof members)[number]) => number) =>
    members.reduce((total, member) => total + value(member), 0);
  return {
    schema: "omlens.analysis/1",
    tool: { name: "omlens", version: VERSION },
    options: resultOptions(options, leadMs),
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
    events,
    ...logs,
    diagnostics: listDiagnostics(logs.diagnostics, read.inputs.map(({ name }) => name)),
  };
}

/** Options that change results; rule files by their names and hashes. */
function resultOptions(options: AnalyzeOptions, leadMs: number): Record<string, unknown> {
  const { since, until, hosts, categories, accessLayout, rules, builtinRules, limits } = options;
  return Object.fromEntries(
    Object.entries({
      leadMs,
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
