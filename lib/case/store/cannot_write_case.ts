import { UsageError } from "../../errors.ts";

/** The error that says that a case cannot be written, and why. */
export function cannotWriteCase(path: string, cause: unknown): UsageError {
  if (cause instanceof UsageError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new UsageError(`Cannot write case "${path}": ${why}`, {
    remedy: "--out DIR with enough space, or --lean to write the reports only",
    cause,
  });
}
