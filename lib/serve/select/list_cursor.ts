import { createHash } from "node:crypto";
import { ServeError } from "../serve_error.ts";

const CURSOR_REGEXP = /^(\d{1,10})\.([\w-]{16})$/;

/** Where a list goes on, as a text that is good for the same list of the same case only. */
export function listCursorOf(list: string, offset: number): string {
  return btoa(`${offset}.${seal(list, offset)}`).replaceAll("=", "");
}

/**
 * The offset in what {@linkcode listCursorOf} wrote for the same list.
 *
 * @throws {ServeError} 422
 */
export function readListCursor(list: string, cursor: string): number {
  const [, digits, sealed] = CURSOR_REGEXP.exec(decode(cursor)) ?? [];
  const offset = Number(digits);
  if (sealed !== undefined && sealed === seal(list, offset)) return offset;
  throw new ServeError(`Cannot go on after "${cursor}": it is no cursor of this list`, {
    status: 422,
    code: "cursor",
    remedy: "give nextCursor as it is, with the same parameters, or leave it out to begin again",
  });
}

/** No secret: it tells mistakes, not attacks. */
function seal(list: string, offset: number): string {
  return createHash("sha256").update(`${offset} ${list}`).digest("base64url").slice(0, 16);
}

function decode(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return "";
  }
}
