import type { QueryRow } from "../query_row.ts";

/** What does not show on a terminal, or changes what does. */
const INVISIBLE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A row as one line of JSON, ended by a line feed: a record with its fields, those it does not have left out; an event
 * as `{event}`. A record that is told as context only has `context: true`.
 */
export function renderRowNdjson(row: QueryRow): string {
  return JSON.stringify(contentOf(row)).replace(INVISIBLE_REGEXP, escapeUnits) + "\n";
}

function contentOf(row: QueryRow): object {
  if (row.kind === "event") return { event: row.event };
  const { time, host, category, input, member, line, byteOffset, text, fields, isMatch } = row;
  const context = isMatch ? {} : { context: true };
  return { time, host, category, input, member, line, byteOffset, text, ...fields, ...context };
}

function escapeUnits(character: string): string {
  return character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
