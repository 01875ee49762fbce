import type { QueriedEvent, QueryRow, RecordRow } from "../../query/query_row.ts";
import { clipText, fitLine } from "../../report/clip_text.ts";
import { rootCause } from "./root_cause.ts";

/** A record as a list shows it: of bounded size. */
export interface ListedRecord extends RecordRow {
  /** Lines of all of it. */
  readonly lineCount: number;
  /** UTF-16 units of its text that are left out here. */
  readonly omitted: number;
  /** What it comes down to; null: nothing besides its first line. */
  readonly rootCause: string | null;
}

/** A row of a list. */
export type ListedRow = ListedRecord | QueriedEvent;

const LISTED = { lines: 150, length: 8192 };
const LONGEST_FIELD = 1000;

/** Makes a row fit for a list. The event as it was saved stays behind: its own view shows it. */
export function listedRow(row: QueryRow): ListedRow {
  if (row.kind === "event") {
    const { diffs: _, ...event } = row.event;
    return { ...row, event: { ...event, raw: null } };
  }
  const { text, omitted } = clipText(row.text, LISTED);
  const lineCount = countLines(row.text.trimEnd());
  return { ...row, text, fields: clipFields(row.fields), lineCount, omitted, rootCause: rootCause(row.text) };
}

/** A message or an address may be as long as the record. */
function clipFields<Fields extends RecordRow["fields"]>(fields: Fields): Fields {
  if (fields === null) return fields;
  const clipped = Object.entries(fields).map(([name, value]) =>
    [name, typeof value === "string" ? fitLine(value, LONGEST_FIELD) : value] as const
  );
  // The same keys, and values of the same types.
  return Object.fromEntries(clipped) as Fields;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
