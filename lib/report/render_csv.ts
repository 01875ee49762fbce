import type { Analysis } from "../analyze/analysis.ts";
import { CSV_TABLES } from "./csv/csv_tables.ts";

/**
 * Writes a table as CSV (RFC 4180): a line of column names, then a row for each entry. Lists are one cell, separated by
 * `; `. A text that a spreadsheet would run as a formula begins with an apostrophe.
 *
 * @param analysis What the table is of.
 * @param table `findings`, `incidents`, `causes`, `evidence`, `events`, `impacts`, `traces`, `signatures`, `coverage`,
 * `restarts`, `clocks`, `diagnostics`, `routes`, `clients`, `agents` or `backups`.
 * @returns The text; empty when there is no such table.
 */
export function renderCsv(analysis: Analysis, table = "findings"): string {
  return CSV_TABLES.find(({ name }) => name === table)?.render(analysis) ?? "";
}
