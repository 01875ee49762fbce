/** Why the program ends. */
export type ExitReason = "done" | "findings" | "usage" | "input" | "incomplete" | "remote" | "interrupted";

/** What the program exits with; nothing else is ever used. */
export const ExitCode: Readonly<Record<ExitReason, number>> = {
  /** Done. */
  done: 0,
  /** There are findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage. */
  usage: 2,
  /** An input cannot be read at all. */
  input: 3,
  /** Some input is incomplete, under `--strict`. */
  incomplete: 4,
  /** Ops Manager cannot be reached, or refused. */
  remote: 5,
  /** Ctrl-C. */
  interrupted: 130,
};
