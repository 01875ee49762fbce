/** What is counted of small synthetic logs, before anything is concluded from it. */
import type { LogTally } from "../../lib/analyze/log_tally.ts";
import { planMemory } from "../../lib/analyze/memory_plan.ts";
import { type LogSpan, spanOfLogs } from "../../lib/analyze/span_of_logs.ts";
import { scanInputs } from "../../lib/scan_inputs.ts";
import { sourceOf } from "./log_case.ts";

/** Scans files of one folder. */
export async function scanCase(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly tally: LogTally; readonly span: LogSpan }> {
  const sources = Object.entries(files).map(([name, text]) => sourceOf(name, text));
  const { tally } = await scanInputs([{ name: "case", kind: "folder", files: sources }], {
    limits: {},
    hosts: [],
    categories: [],
    signal: undefined,
    onProgress: undefined,
    worker: null,
    sink: null,
    keepsRequest: () => false,
    memory: planMemory(),
    scanning: {
      sinceMs: null,
      untilMs: null,
      keptTokens: [],
      maxLineBytes: 1_048_576,
      accessLayout: null,
      watchLiterals: [],
    },
  });
  return { tally, span: spanOfLogs(tally.logs())! };
}
