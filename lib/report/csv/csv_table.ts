import type { Analysis } from "../../analyze/analysis.ts";
import { csvRow } from "../csv_row.ts";

/** What a cell holds; null: nothing. */
export type CsvCell = string | number | boolean | null;

/** A list of an analysis as a table. */
export interface CsvTable {
  /** Its name, that of the file without `.csv`. */
  readonly name: string;
  /** Names of its columns, in order. */
  readonly columns: readonly string[];
  /** The whole table: the names of its columns, then its rows. */
  readonly render: (analysis: Analysis) => string;
}

/** Makes a table of rows and what each column takes of one. */
export function csvTable<Row>(
  name: string,
  rows: (analysis: Analysis) => readonly Row[],
  columns: Readonly<Record<string, (row: Row) => CsvCell | readonly string[] | undefined>>,
): CsvTable {
  const names = Object.keys(columns);
  const cells = Object.values(columns);
  return {
    name,
    columns: names,
    render: (analysis) =>
      csvRow(names) + rows(analysis).map((row) => csvRow(cells.map((cell) => flat(cell(row))))).join(""),
  };
}

/** A list becomes one cell, its values separated by `; `. */
function flat(cell: CsvCell | readonly string[] | undefined): string | number | null {
  if (cell === undefined || cell === null) return null;
  if (typeof cell === "boolean") return String(cell);
  return typeof cell === "object" ? cell.join("; ") : cell;
}
