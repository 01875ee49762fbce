import { UsageError } from "../../errors.ts";

/** What to say when writing failed. A permission that is missing is told as it is: the message names the flag. */
export function explainWrite(path: string, cause: unknown): unknown {
  return cause instanceof Deno.errors.NotCapable ? cause : cannotWrite(path, cause);
}

/** What to say when the system refuses to write to a path. */
export function cannotWrite(path: string, cause: unknown): UsageError {
  return new UsageError(`Cannot write to "${path}": ${reasonOf(cause)}`, {
    remedy: remedyOf(cause, path),
    cause,
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotADirectory) return "it is not a folder";
  if (error instanceof Deno.errors.NotCapable) return "Deno was not given the permission";
  if (error instanceof Deno.errors.PermissionDenied) return "the system denies access";
  return error instanceof Error ? error.message.replace(/: \w+ '.*$/s, "") : String(error);
}

function remedyOf(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotCapable) return `deno run --allow-write=${path} …`;
  return isDiskFull(error)
    ? "make room and run it again, or --out DIR on another disk"
    : "--out DIR with a folder that can be written";
}

/** ENOSPC, EDQUOT; of Windows, ERROR_DISK_FULL; of SQLite, SQLITE_FULL. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error &&
    /\(os error (?:28|122|112)\)|^database or disk is full/.test(error.message);
}
