import { createHash } from "node:crypto";
import { rawField, rawValue } from "../../../events/event_field.ts";
import { parseEventTime } from "../../../events/event_time.ts";
import type { EventScope } from "../../../fetch/event_pages.ts";

/** An event on its way into the spool. */
export interface EventRecord {
  /** That of the API; one made from the content when it has none. */
  readonly id: string;
  /** When it was created, milliseconds since the epoch; {@linkcode UNKNOWN_TIME}: that cannot be read. */
  readonly createdMs: number;
  /** As the API calls it; null: it has none. */
  readonly type: string | null;
  /** One line. */
  readonly json: string;
}

/** Later than any time: such events come last. */
export const UNKNOWN_TIME: number = Number.MAX_SAFE_INTEGER;

/**
 * The record of an event; `line` is how it was written before. Null: this is no event, because it says neither when
 * nor what, or it cannot be written, because it is nested too deep.
 */
export function eventRecord(event: object, line?: string): EventRecord | null {
  const time = parseEventTime(rawValue(event, "created"));
  const type = rawField(event, "eventTypeName") ?? null;
  const json = line ?? jsonOf(event);
  if ((time === null && type === null) || json === null) return null;
  return { id: idOf(event, json), createdMs: time === null ? UNKNOWN_TIME : Date.parse(time), type, json };
}

function jsonOf(event: object): string | null {
  try {
    return JSON.stringify(event);
  } catch (error) {
    // The call stack is exceeded.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether an event is of one of these types; no types: of any. */
export function isOfTypes({ type }: EventRecord, types: readonly string[]): boolean {
  return types.length === 0 || (type !== null && types.includes(type));
}

/** Whether an event that was saved earlier may have come from this scope, as far as its ids tell. */
export function mayBelong(event: object, scope: EventScope): boolean {
  if (scope.kind === "global") return true;
  const [orgId, groupId] = [rawField(event, "orgId"), rawField(event, "groupId")];
  const own = scope.kind === "organization" ? orgId : groupId;
  return own === undefined ? orgId === undefined && groupId === undefined : own === scope.id;
}

function idOf(event: object, json: string): string {
  const id = rawValue(event, "id");
  // SQLite ends a text at its first zero byte, and takes all halves of surrogate pairs for the same character.
  if (typeof id === "string" && id !== "" && !id.includes("\0") && id.isWellFormed()) return id;
  if (typeof id === "number") return String(id);
  return `sha256:${createHash("sha256").update(json).digest("hex")}`;
}
