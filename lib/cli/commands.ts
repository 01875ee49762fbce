import { ANALYZE_FLAGS } from "./analyze_flags.ts";
import type { CliIo } from "./cli_io.ts";
import type { AnyFlagTable } from "./flags/flag.ts";
import { SAMPLE_FLAGS } from "./sample_flags.ts";

/** Runs a command with what follows its name; gives the exit code. */
export type RunCommand = (args: readonly string[], io: CliIo) => Promise<number>;

/** A command, before any of its code is loaded. */
export interface Command {
  /** What follows its name. */
  readonly usage: string;
  /** What it does: one line, no period. */
  readonly about: string;
  /** Its flags. */
  readonly flags: AnyFlagTable;
  /** Command lines that work, with what they do. */
  readonly examples: readonly (readonly [line: string, about: string])[];
  /** Loads its code: `--version` and `help` need not wait for it. */
  readonly load: () => Promise<RunCommand>;
}

/** The commands by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  analyze: {
    usage: "INPUT... [options]",
    about: "read log archives and events, write findings and reports",
    flags: ANALYZE_FLAGS,
    examples: [
      ["omlens analyze om-logs_20260412.tar.gz", "reports in om-logs_20260412.omlens/"],
      ["omlens analyze om-logs_20260412.tar.gz --events events.json", "and what people changed"],
      ["omlens analyze unpacked/ mms0.log.gz --since -6h --out case", "several inputs, the last six hours"],
      ["ssh om-1 cat mms0.log | omlens analyze - --json", "standard input, analysis.json on stdout"],
    ],
    load: async () => (await import("./analyze_command.ts")).runAnalyze,
  },
  sample: {
    usage: "[options]",
    about: "write a synthetic archive and events with a known incident",
    flags: SAMPLE_FLAGS,
    examples: [
      ["omlens sample --out demo --analyze", "make one, analyse it, say where the report is"],
      ["omlens sample --incident agent-key --seed 7 --size 20MB", "another incident, another world"],
    ],
    load: async () => (await import("./sample_command.ts")).runSample,
  },
};
