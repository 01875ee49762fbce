import { type Diagnostic, InputError } from "./errors.ts";

const LIMIT_REGEXP = /^limit\.(bytes|members|ratio|depth)$/;

/** The error that says that an input is of no use: because of a problem that was found, or else of `otherwise`. */
export function noLogsError(input: string, problem: Diagnostic | undefined, otherwise: string): InputError {
  const reason = problem?.message.replace(/^C/, "c") ?? otherwise;
  const [, limit] = LIMIT_REGEXP.exec(problem?.code ?? "") ?? [];
  return new InputError(`Cannot read ${input}: ${reason}`, {
    input,
    remedy: limit === undefined
      ? "give an om-logs_*.tar.gz, a folder with an unpacked one, or a single log file"
      : `give a higher --max-${limit}`,
  });
}
