import type { SummaryStyle } from "../../report/summary_style.ts";
import { visibleText } from "../../report/visible_text.ts";
import type { QueryRow, RecordRow } from "../query_row.ts";
import type { AccessFields, ApplicationFields } from "../row_fields.ts";

/** How rows look. */
export interface RowTextOptions {
  /** Colours a piece of text; null: colours are off. */
  readonly style: ((text: string, style: SummaryStyle) => string) | null;
  /** Whether the name of the input is shown, too: a case can have several. */
  readonly showsInput: boolean;
}

/**
 * A row for people, ended by a line feed: `MEMBER:LINE:TEXT` as grep prints it, with `-` for records that are told as
 * context only; further lines of a record stay below it. Whatever could fool a terminal is shown as an escape.
 */
export function renderRowText(row: QueryRow, options: RowTextOptions): string {
  if (row.kind === "record") return renderRecord(row, options);
  const { time, type, summary } = row.event;
  const line = visibleText(`* ${time} event ${type}: ${summary}`);
  return `${options.style === null ? line : options.style(line, "cyan")}\n`;
}

function renderRecord(row: RecordRow, { style, showsInput }: RowTextOptions): string {
  const mark = row.isMatch ? ":" : "-";
  const path = showsInput ? `${row.input}!/${row.member}` : row.member;
  const place = visibleText(`${path}${mark}${row.line}${mark}`);
  const text = row.text === "" ? withoutText(row) : row.text;
  const shown = visibleText(text.replaceAll("\r\n", "\n").trimEnd(), "\t\n");
  if (style === null) return `${place}${shown}\n`;
  const colour = colourOf(row.fields);
  return `${style(place, "dim")}${colour === null || !row.isMatch ? shown : style(shown, colour)}\n`;
}

function colourOf(fields: ApplicationFields | AccessFields | null): SummaryStyle | null {
  if (fields === null) return null;
  if ("status" in fields && fields.status !== undefined && fields.status >= 400) {
    return fields.status >= 500 ? "red" : "yellow";
  }
  if (!("level" in fields)) return null;
  return fields.level === "ERROR" ? "red" : fields.level === "WARN" ? "yellow" : null;
}

/** What there is to say of a record whose line cannot be read. */
function withoutText({ time, fields }: RecordRow): string {
  const values = Object.values(fields ?? {}).filter((value) => typeof value !== "object");
  return [time, ...values, "(line not available)"].join(" ");
}
