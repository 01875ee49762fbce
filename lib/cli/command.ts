import type { CliIo } from "./cli_io.ts";
import type { AnyFlagTable } from "./flags/flag.ts";

/** Runs a command with what follows its name; gives the exit code. */
export type RunCommand = (args: readonly string[], io: CliIo) => Promise<number>;

/** What is told of a command, or of an action of one. */
export interface CommandHelp {
  /** What follows its name. */
  readonly usage: string;
  /** What it does: one line, no period. */
  readonly about: string;
  /** Its flags. */
  readonly flags: AnyFlagTable;
  /** Command lines that work, with what they do. */
  readonly examples: readonly (readonly [line: string, about: string])[];
}

/** A command, before any of its code is loaded. */
export interface Command extends CommandHelp {
  /** What it can do, by the word after its name; such a word is needed. */
  readonly actions?: Readonly<Record<string, CommandHelp>>;
  /** Loads its code: `--version` and `help` need not wait for it. */
  readonly load: () => Promise<RunCommand>;
}
