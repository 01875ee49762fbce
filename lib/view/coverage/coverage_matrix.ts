import type { Coverage } from "../../analyze/analysis.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { type Column, dataTable } from "../parts/data_table.ts";
import { sectionView } from "../parts/section_view.ts";
import { spanView } from "../parts/time_view.ts";
import type { WindowValues } from "../params/window_values.ts";

const HOUR_MS = 3_600_000;
const MOST_CELLS = 168;
const ROWS_SHOWN = 200;
const GAPS_SHOWN = 5;
const ROW_HEIGHT = 14;

type Gap = Coverage["gaps"][number];

/** What there is of an hour: the worst of it. */
type CellState = "full" | "part" | "none" | Gap["kind"];

/** One host and category, cell by cell. */
interface MatrixRow {
  readonly host: string;
  readonly category: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly files: number;
  readonly records: number;
  readonly rejectedLines: number;
  readonly gaps: readonly Gap[];
  readonly layouts: readonly string[];
  /** One state a cell, in runs: state, first cell, cells. */
  readonly runs: readonly (readonly [state: CellState, first: number, cells: number])[];
}

/** What there is of every host and category, hour by hour. */
export interface CoverageMatrix {
  /** Left edge, epoch milliseconds. */
  readonly startMs: number;
  /** Width of a cell. */
  readonly cellMs: number;
  /** Cells of a row. */
  readonly cells: number;
  /** By host, category. */
  readonly rows: readonly MatrixRow[];
  /** Rows that do not fit. */
  readonly more: number;
}

/** Divides the span, or the window, into hours; of a long one into whole numbers of hours. Null: nothing has a time. */
export function loadCoverageMatrix({ analysis }: ReportIndex, window: WindowValues): CoverageMatrix | null {
  const { span, coverage } = analysis;
  if (span === null || coverage.length === 0) return null;
  const from = window.since ?? Date.parse(span.start);
  const to = Math.max(window.until ?? Date.parse(span.end), from + 1);
  const cellMs = HOUR_MS * Math.max(1, Math.ceil((to - from) / HOUR_MS / MOST_CELLS));
  const startMs = Math.floor(from / cellMs) * cellMs;
  const cells = Math.ceil((to - startMs) / cellMs);
  const grid = { startMs, cellMs, cells };
  const rows = coverage.slice(0, ROWS_SHOWN).map((row) => matrixRow(row, grid));
  return { ...grid, rows, more: coverage.length - rows.length };
}

function matrixRow(row: Coverage, grid: Pick<CoverageMatrix, "startMs" | "cellMs" | "cells">): MatrixRow {
  const { host, category, start, end, files, gaps } = row;
  const sum = (key: "records" | "rejectedLines") => files.reduce((total, file) => total + file[key], 0);
  const states = Array.from(
    { length: grid.cells },
    (_, i) => cellState(row, grid.startMs + i * grid.cellMs, grid.startMs + (i + 1) * grid.cellMs),
  );
  return {
    ...{ host, category, start, end, files: files.length },
    ...{ records: sum("records"), rejectedLines: sum("rejectedLines") },
    gaps: gaps.slice(0, GAPS_SHOWN),
    layouts: [...new Set(files.flatMap(({ layout }) => layout ?? []))],
    runs: runsOf(states),
  };
}

/** A hole outweighs what is there: the reader looks for holes. */
function cellState({ start, end, gaps }: Coverage, fromMs: number, toMs: number): CellState {
  const touches = (a: string, b: string) => Date.parse(a) < toMs && Date.parse(b) >= fromMs;
  if (start === null || end === null || !touches(start, end)) return "none";
  const hole = gaps.find((gap) => touches(gap.start, gap.end));
  if (hole !== undefined) return hole.kind;
  return Date.parse(start) <= fromMs && Date.parse(end) >= toMs ? "full" : "part";
}

function runsOf(states: readonly CellState[]): MatrixRow["runs"] {
  const runs: [CellState, number, number][] = [];
  states.forEach((state, i) => {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === state) last[2]++;
    else runs.push([state, i, 1]);
  });
  return runs;
}

/** Shows it: a strip a row, and its numbers. */
export function coverageMatrix(matrix: CoverageMatrix, frame: PageFrame): SafeHtml {
  const page = { rows: matrix.rows, total: matrix.rows.length, offset: 0 };
  const hours = matrix.cellMs / HOUR_MS;
  const columns: readonly Column<MatrixRow>[] = [
    { key: "host", name: "Host", kind: "wide", cell: ({ host }) => host },
    { key: "category", name: "Category", cell: ({ category }) => category },
    {
      key: "strip",
      name: hours === 1 ? "Hour by hour" : `Every ${hours} hours`,
      kind: "wide",
      cell: (row) => html`${strip(row, matrix)}${rowSpan(row)}`,
    },
    { key: "files", name: "Files", kind: "number", cell: ({ files }) => describeCount(files) },
    { key: "records", name: "Records", kind: "number", cell: ({ records }) => describeCount(records) },
    {
      key: "rejected",
      name: "Rejected",
      kind: "number",
      cell: ({ rejectedLines }) => describeCount(rejectedLines),
    },
    { key: "layout", name: "Layout", cell: ({ layouts }) => layouts.join(", ") },
  ];
  return sectionView(
    "matrix",
    "Hosts, categories, hours",
    html`
      ${dataTable("Coverage by host, category and hour", columns, page, frame)}
      ${matrix.more > 0 && html`<p class="more">and ${describeCount(matrix.more)} more</p>`}
      <ul class="legend">${(["full", "part", "silent", "missing", "cut"] as const).map((state) =>
        html`<li><svg width="14" height="10" aria-hidden="true"><rect class="cover-${state}" width="14" height="10"/></svg> ${
          STATE_WORDS[state]
        }</li>`
      )}</ul>
    `,
  );
}

const STATE_WORDS: Readonly<Record<CellState, string>> = {
  full: "covered",
  part: "covered in part",
  none: "no file",
  silent: "silent for a while",
  missing: "a file is missing",
  cut: "a file is cut",
};

function strip({ runs }: MatrixRow, { cells, cellMs, startMs }: CoverageMatrix): SafeHtml {
  return html`
    <svg class="strip" height="${ROW_HEIGHT}" aria-hidden="true">${runs.filter(([state]) => state !== "none")
      .map(([state, first, count]) => {
        const [start, end] = [first, first + count].map((cell) =>
          new Date(startMs + cell * cellMs).toISOString()
        );
        return html`
          <rect class="cover-${state}" x="${percent(first, cells)}%" width="${percent(
            count,
            cells,
          )}%" height="${ROW_HEIGHT}">
            <title>${STATE_WORDS[state]}: ${describeSpan(start ?? "", end ?? "")}</title>
          </rect>
        `;
      })}</svg>
  `;
}

function percent(part: number, whole: number): number {
  return Math.round(100_000 * part / whole) / 1000;
}

function rowSpan({ start, end, gaps }: MatrixRow): SafeHtml {
  return html`<span class="meta">${start === null || end === null ? "no records" : spanView(start, end)}${
    gaps.map((gap) => html`<br>${gap.kind}: ${spanView(gap.start, gap.end)}`)
  }</span>`;
}
