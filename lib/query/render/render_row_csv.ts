import { csvRow } from "../../report/csv_row.ts";
import type { EventRow } from "../../events/event_row.ts";
import type { QueryRow, RecordRow } from "../query_row.ts";
import { callerText } from "../record_view.ts";
import type { AccessFields, ApplicationFields } from "../row_fields.ts";

const COLUMNS = [
  "time",
  "host",
  "category",
  "input",
  "member",
  "line",
  "byteOffset",
  "text",
  "level",
  "thread",
  "gid",
  "jobId",
  "planId",
  "marker",
  "logger",
  "caller",
  "message",
  "exception",
  "client",
  "user",
  "method",
  "url",
  "route",
  "protocol",
  "status",
  "responseBytes",
  "latencyMs",
  "referer",
  "userAgent",
  "context",
  "eventId",
  "eventType",
] as const;
type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>>;

/** The header of all rows, with its line end. */
export const CSV_HEADER: string = csvRow(COLUMNS);

/** A row of CSV under {@linkcode CSV_HEADER}; the text of an event is its summary. */
export function renderRowCsv(row: QueryRow): string {
  const cells = row.kind === "record" ? recordCells(row) : eventCells(row.event);
  return csvRow(COLUMNS.map((column) => cells[column] ?? null));
}

function recordCells(
  { time, host, category, input, member, line, byteOffset, text, fields, isMatch }: RecordRow,
): Cells {
  const context = isMatch ? undefined : "yes";
  return { time, host, category, input, member, line, byteOffset, text, ...fieldCells(fields), context };
}

function fieldCells(fields: ApplicationFields | AccessFields | null): Cells {
  const { caller, ...rest }: ApplicationFields & AccessFields = { ...fields };
  if (caller === undefined) return rest;
  return { ...rest, caller: callerText({ file: null, method: null, line: null, ...caller }) };
}

function eventCells({ id, type, time, summary, groupId, user, remoteAddress }: EventRow): Cells {
  return { time, text: summary, eventId: id, eventType: type, gid: groupId, user, client: remoteAddress };
}
