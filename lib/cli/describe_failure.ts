import { InputError, UsageError } from "../errors.ts";
import { visibleText } from "../report/visible_text.ts";
import { ExitCode } from "./exit_code.ts";

/** How a command ended that did not do its job. */
export interface Failure {
  /** What the program exits with. */
  readonly exitCode: number;
  /** What failed, and why. */
  readonly message: string;
  /** What the user can do about it. */
  readonly remedy: string;
}

/** Says what an error means to the person who typed the command. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: ExitCode.usage, ...told(error) };
  if (error instanceof InputError) return { exitCode: ExitCode.input, ...told(error) };
  const message = error instanceof Error ? error.message : String(error);
  const denied = /^Requires (\w+) access to (?:"(.+?)"|(.+?))?, run again with the (--allow-\w+) flag/.exec(message);
  if (denied !== null) {
    const [, kind, quoted, plain, flag] = denied;
    const what = quoted ?? plain ?? "it";
    return {
      exitCode: ExitCode.input,
      message: `cannot ${kind} "${what}": Deno was not given the permission`,
      remedy: `deno run ${flag}=${what} …`,
    };
  }
  return {
    exitCode: ExitCode.input,
    message: `cannot go on: ${message}`,
    remedy: "set OMLENS_DEBUG=1 to see where, and report it if the input and the disk are fine",
  };
}

/** The two lines for stderr, and the stack trace when it is asked for. Nothing of an input reaches the terminal raw. */
export function renderFailure(failure: Failure, stack: string | undefined): string {
  const lines = [`omlens: ${failure.message}`, `try: ${failure.remedy}`].map((line) => visibleText(line));
  return [...lines, ...(stack === undefined ? [] : [visibleText(stack, "\n")])].join("\n") + "\n";
}

function told({ message, remedy }: UsageError | InputError): { message: string; remedy: string } {
  return { message: message.replace(/^Cannot /, "cannot "), remedy };
}
