import { visibleText } from "./visible_text.ts";

/** A cell that begins so would be run as a formula by a spreadsheet; by some also in full width. */
const FORMULA_REGEXP = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTED_REGEXP = /[",\r\n]/;

/**
 * A row of CSV (RFC 4180), with its line end. Numbers are written as they are; a text that a spreadsheet would take for
 * a formula gets a leading apostrophe, and what cannot be seen is escaped.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return cells.map(csvCell).join(",") + "\r\n";
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = visibleText(cell, "\t\r\n");
  const safe = FORMULA_REGEXP.test(text) ? `'${text}` : text;
  return QUOTED_REGEXP.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
