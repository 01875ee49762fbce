import { InputError, RemoteError, UsageError } from "../errors.ts";
import { visibleText } from "../report/visible_text.ts";
import { ExitCode } from "./exit_code.ts";

const DENIED_REGEXP = /^Requires (\w+) access to (?:"(.+?)"|(.+?)), run again with the (--allow-\w+) flag/;

/** How a command ended that did not do its job. */
export interface Failure {
  /** What the program exits with. */
  readonly exitCode: number;
  /** What failed, and why. */
  readonly message: string;
  /** What the user can do about it. */
  readonly remedy: string;
}

const INTERRUPTED: Failure = {
  exitCode: ExitCode.interrupted,
  message: "interrupted: nothing was written",
  remedy: "run it again",
};

/** Says what an error means to the person who typed the command. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: ExitCode.usage, ...told(error) };
  if (error instanceof RemoteError) return { exitCode: ExitCode.remote, ...told(error) };
  if (error instanceof InputError) return { exitCode: ExitCode.input, ...told(error) };
  if (error instanceof Error && error.name === "AbortError") return INTERRUPTED;
  const message = error instanceof Error ? error.message : String(error);
  return describeDenied(message) ?? {
    exitCode: ExitCode.input,
    message: `cannot go on: ${message}`,
    remedy: "set OMLENS_DEBUG=1 to see where, and report it if the inputs and the disk are fine",
  };
}

/** What Deno says when the program needs a permission that it was not given. */
function describeDenied(message: string): Failure | undefined {
  const [, kind, quoted, plain, flag] = DENIED_REGEXP.exec(message) ?? [];
  if (kind === undefined) return undefined;
  const what = quoted ?? plain ?? "";
  const verb = kind === "read" || kind === "write" ? kind : `use ${kind}`;
  return {
    exitCode: ExitCode.input,
    message: `cannot ${verb} "${what}": Deno was not given the permission`,
    remedy: `deno run ${flag}=${what} …`,
  };
}

/** The two lines for stderr, and the stack trace when it is asked for. Nothing of an input reaches the terminal raw. */
export function renderFailure(failure: Failure, stack: string | undefined): string {
  const lines = [`omlens: ${failure.message}`, `try: ${failure.remedy}`].map((line) => visibleText(line));
  return [...lines, ...(stack === undefined ? [] : [visibleText(stack, "\n")])].join("\n") + "\n";
}

function told(
  { message, remedy }: UsageError | InputError | RemoteError,
): { message: string; remedy: string } {
  return {
    message: message.replace(/^Cannot /, "cannot "),
    remedy: remedy.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase()),
  };
}
