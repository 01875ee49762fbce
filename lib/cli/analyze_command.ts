import { basename, resolve } from "node:path";
import type { AnalyzeOptions } from "../analyze_options.ts";
import { UsageError } from "../errors.ts";
import { parseTimeBound, type TimeBound } from "../time_window.ts";
import { LEAST_MEMORY_BYTES } from "../analyze/memory_plan.ts";
import { ANALYZE_FLAGS, type AnalyzeValues } from "./analyze_flags.ts";
import { type AnalysisWatch, analyzeToFolder } from "./analyze_to_folder.ts";
import type { CliIo } from "./cli_io.ts";
import { given } from "./flags/given.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { addBytes, inputTitle, openFiles, openInputs } from "./open_inputs.ts";
import { readRuleFiles } from "./read_rule_files.ts";

/** Who helps with an analysis. */
export interface AnalyzeHelp {
  /** Told how far the work is. */
  readonly watch?: AnalysisWatch;
  /** Scans, when it was started already. */
  readonly worker?: Worker;
}

/** `omlens analyze`: checks everything first, then works. */
export async function runAnalyze(
  args: readonly string[],
  io: CliIo,
  { watch, worker }: AnalyzeHelp = {},
): Promise<number> {
  const { values, operands } = parseCommandLine("analyze", args, ANALYZE_FLAGS);
  const eventPaths = values.events ?? [];
  const jobPaths = values.job ?? [];
  checkOperands(operands, [...eventPaths, ...jobPaths], values);
  const out = values.out ?? `${await inputTitle(operands[0] ?? "", io)}.omlens`;
  checkOut(out, [...operands, ...eventPaths, ...jobPaths]);
  const { inputs, totalBytes, places, ...packed } = await openInputs(operands, io, out);
  const events = await openFiles(eventPaths, io);
  const jobs = await openFiles(jobPaths, io);
  const rules = await readRuleFiles(values.rules ?? [], io);
  return await analyzeToFolder({
    inputs,
    places,
    totalBytes: addBytes(totalBytes, events.totalBytes),
    options: {
      ...analyzeOptions(values),
      events: [...packed.events, ...events.inputs],
      jobs: [...packed.jobs, ...jobs.inputs],
      diagnostics: packed.diagnostics,
      ...(rules.length > 0 ? { rules } : {}),
    },
    ...values,
    ...given({ watch, worker }),
    out,
  }, io);
}

function checkOperands(
  operands: readonly string[],
  otherPaths: readonly string[],
  values: Partial<AnalyzeValues>,
): void {
  const { since, until } = values;
  if (operands.length === 0) {
    throw new UsageError("Cannot analyze: no INPUT is given", { remedy: "omlens analyze om-logs_….tar.gz" });
  }
  if ([...operands, ...otherPaths].filter((path) => path === "-").length > 1) {
    throw new UsageError("Cannot read standard input: it is given twice", { remedy: "give - once" });
  }
  if (values.lean && values.embed) {
    throw new UsageError("Cannot analyze: --lean and --embed are both given", {
      remedy: "leave out one: --embed is for case.db, which --lean does not write",
    });
  }
  if (
    since !== undefined && until !== undefined && isNotBefore(parseTimeBound(since), parseTimeBound(until))
  ) {
    throw new UsageError(`Cannot analyze: --since ${since} is not before --until ${until}`, {
      remedy: "swap the two times",
    });
  }
}

/** Of an absolute and a relative time the logs decide. */
function isNotBefore(since: TimeBound, until: TimeBound): boolean {
  if ("timeMs" in since && "timeMs" in until) return since.timeMs >= until.timeMs;
  return "beforeEndMs" in since && "beforeEndMs" in until && since.beforeEndMs <= until.beforeEndMs;
}

function checkOut(out: string, paths: readonly string[]): void {
  if (!paths.some((path) => path !== "-" && resolve(path) === resolve(out))) return;
  throw new UsageError(`Cannot write to "${out}": it is an input`, {
    remedy: `--out ${basename(out)}.omlens`,
  });
}

/** Only what was given: what is not there is not in the options of the analysis either. */
function analyzeOptions(values: Partial<AnalyzeValues>): AnalyzeOptions {
  const limits = given({
    maxBytes: values["max-bytes"],
    maxMembers: values["max-members"],
    maxLineBytes: values["max-line-bytes"],
    maxRatio: values["max-ratio"],
    maxDepth: values["max-depth"],
  });
  return given({
    since: values.since,
    until: values.until,
    hosts: values.host,
    categories: values.category,
    leadMs: values.lead,
    accessLayout: values["access-layout"],
    builtinRules: values["no-builtin-rules"] ? false : undefined,
    memoryBytes: values.memory === undefined ? undefined : Math.max(values.memory, LEAST_MEMORY_BYTES),
    limits: Object.keys(limits).length > 0 ? limits : undefined,
  });
}
