import { compareText } from "../../analyze/compare_text.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type HtmlValue, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { integerParameter, type ParameterTable, textParameter } from "../params/parameter.ts";
import { AddressError } from "../address_error.ts";

/** A column: its heading, its cells, and how it sorts. */
export interface Column<Row> {
  /** Name in addresses. */
  readonly key: string;
  /** Heading. */
  readonly name: string;
  /** What a row is sorted by; left out: the column does not sort. */
  readonly value?: (row: Row) => string | number | null;
  /** What stands in it. */
  readonly cell: (row: Row, frame: PageFrame) => HtmlValue;
  /** `number` is set right, `wide` may break anywhere, `code` is monospaced, `file` is in files only. */
  readonly kind?: "number" | "wide" | "code" | "file";
  /** What stands below the heading: the axis of a column of pictures. */
  readonly below?: HtmlValue;
  /**
   * What a file has of it; null: the file leaves the column out. When this is left out, numbers are written as they
   * sort, times as ISO 8601, and all else as it stands in the cell.
   */
  readonly plain?: ((row: Row) => string | number | null) | null;
}

/** What the address of a table says. */
export interface TableValues {
  /** Text that must be in a row. */
  q: string | undefined;
  /** Key of the column to sort by; with `-` before it the highest comes first. */
  sort: string | undefined;
  /** Rows left out at the beginning. */
  offset: number;
  /** Most rows; {@linkcode PAGE_ROWS} when left out. Who asks for a number makes a file of them. */
  rows?: number;
}

/** The same with names of its own, for a page with several tables. */
export type PrefixedValues<Prefix extends string> = {
  [Name in keyof TableValues as `${Prefix}${Name}`]: TableValues[Name];
};

/** The rows of one page of a table. */
export interface TablePage<Row> {
  /** These. */
  readonly rows: readonly Row[];
  /** Rows that fit, on all pages. */
  readonly total: number;
  /** Rows on pages before. */
  readonly offset: number;
}

/** How a table is shown. */
export interface TableOptions {
  /** What the names of its parameters begin with, when a page has several tables. */
  readonly prefix?: string;
  /** The order of the rows when the address names none, as `sort` would. */
  readonly order?: string;
  /** What a row is; `row` when left out. */
  readonly noun?: string;
  /** What is said when there is no row. */
  readonly empty?: HtmlValue;
}

/** Rows of a page. */
export const PAGE_ROWS = 100;
/** Rows that are asked for at once when a table is written to a file. */
export const FILE_ROWS = 1000;

/** Parameters of every table. */
export const TABLE_PARAMETERS: ParameterTable<TableValues> = {
  q: textParameter("text that must be in a row"),
  sort: textParameter("column to sort by; with - before it the highest first"),
  offset: integerParameter("rows to leave out at the beginning", { minimum: 0, maximum: 1e9, fallback: 0 }),
  rows: integerParameter("most rows", { minimum: 1, maximum: FILE_ROWS, fallback: PAGE_ROWS }),
};

/** Parameters of one of several tables of a page. */
export function tableParameters<Prefix extends string>(
  prefix: Prefix,
): ParameterTable<PrefixedValues<Prefix>> {
  const named = Object.entries(TABLE_PARAMETERS).map(([name, one]) => [`${prefix}${name}`, one]);
  // The names are those of the type.
  return Object.fromEntries(named) as ParameterTable<PrefixedValues<Prefix>>;
}

/** What the address says of one of several tables. */
export function tableValues<Prefix extends string>(
  values: PrefixedValues<Prefix>,
  prefix: Prefix,
): TableValues {
  const named = Object.keys(TABLE_PARAMETERS).map((name) => [
    name,
    values[`${prefix}${name}` as keyof PrefixedValues<Prefix>],
  ]);
  return Object.fromEntries(named) as TableValues;
}

/**
 * Takes a page of rows. Rows that compare equal, and all when no column is named, stay in their order; what has no
 * value comes last.
 *
 * @throws {AddressError} when no such column sorts
 */
export function tablePage<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { q, sort, offset, rows: most = PAGE_ROWS }: TableValues,
  textsOf: (row: Row) => Iterable<string | null | undefined>,
): TablePage<Row> {
  const wanted = q?.toLowerCase();
  const found = wanted === undefined ? rows : rows.filter((row) => holds(textsOf(row), wanted));
  const sorted = sort === undefined ? found : sortRows(found, columns, sort);
  return { rows: sorted.slice(offset, offset + most), total: found.length, offset };
}

function holds(texts: Iterable<string | null | undefined>, wanted: string): boolean {
  for (const text of texts) if (text?.toLowerCase().includes(wanted)) return true;
  return false;
}

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: string): Row[] {
  const isFalling = sort.startsWith("-");
  const { value } = columns.find(({ key }) => key === sort.slice(isFalling ? 1 : 0)) ?? {};
  if (value === undefined) {
    const keys = columns.flatMap((column) => column.value === undefined ? [] : [column.key]);
    throw new AddressError(`Cannot sort by "${sort}": no such column`, {
      code: "parameter",
      remedy: `use one of ${keys.join(", ")}`,
    });
  }
  const sign = isFalling ? -1 : 1;
  return rows.map((row) => ({ row, key: value(row) })).sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sign * compareKeys(a.key, b.key);
  }).map(({ row }) => row);
}

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : compareText(String(a), String(b));
}

/** The frame of a table: where it stands, and how it is shown. */
interface TableFrame extends PageFrame {
  readonly table: {
    readonly prefix: string;
    readonly noun: string;
    readonly order: string | undefined;
    /** Whether a file is made of it: what only files show is there, too. */
    readonly isForFile: boolean;
  };
}

/**
 * A table with headings that sort, the way to its other pages and to a file. On a narrow screen each row is a card.
 * Captions tell the tables of a document apart.
 */
export function dataTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  page: TablePage<Row>,
  frame: PageFrame,
  { prefix = "", order, noun = "row", empty = "Nothing fits." }: TableOptions = {},
): SafeHtml {
  const isForFile = frame.values[`${prefix}rows`] !== undefined;
  const shown = isForFile ? columns : columns.filter(({ kind }) => kind !== "file");
  const inner: TableFrame = { ...frame, table: { prefix, noun, order, isForFile } };
  if (page.total === 0) return html`<p class="empty">${empty}</p>`;
  return html`
    <div class="data-table" id="table-${nameOf(caption)}" data-live="table" data-prefix="${prefix}"
      data-total="${page.total}">
      <div class="table" role="region" aria-label="Table: ${caption}" tabindex="0">
        <table>
          <caption class="unseen">${caption}</caption>
          <thead>
            <tr>${shown.map((column) => heading(column, inner))}</tr>
          </thead>
          <tbody>
            ${page.rows.map((row) => html`<tr>${shown.map((column) => tableCell(column, row, inner))}</tr>`)}
          </tbody>
        </table>
      </div>
      ${pager(page, inner)}
    </div>
  `;
}

/** A caption as an id and the name of a file. */
function nameOf(caption: string): string {
  return caption.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
}

function tableCell<Row>(column: Column<Row>, row: Row, frame: TableFrame): SafeHtml {
  const { name, cell } = column;
  const plain = frame.table.isForFile ? plainOf(column, row) : undefined;
  return html`
    <td${kindOf(column)} data-label="${name}" ${plain !== undefined && html`
      data-plain="${plain}"
    `}>${cell(row, frame)}</td>
  `;
}

function kindOf({ kind }: Pick<Column<never>, "kind">): SafeHtml | null {
  return kind === undefined || kind === "file" ? null : html`
    class="${kind}"
  `;
}

/** What a file has of a cell; undefined: as the cell stands. */
function plainOf<Row>({ plain, kind, value }: Column<Row>, row: Row): string | number | undefined {
  if (plain === null) return undefined;
  if (plain !== undefined) return plain(row) ?? "";
  return kind === "number" ? value?.(row) ?? undefined : undefined;
}

function heading<Row>(column: Column<Row>, frame: TableFrame): SafeHtml {
  const { key, name, value, kind, below, plain } = column;
  const { prefix, order } = frame.table;
  const marks = html`${kindOf(column)}${
    plain === null && frame.table.isForFile && html`
      data-plain="none"
    `
  }`;
  if (value === undefined || frame.isStatic) {
    return html`
      <th scope="col" ${marks}>${name}${below}</th>
    `;
  }
  const sort = frame.values[`${prefix}sort`] ?? order;
  const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
  // Numbers are asked for the highest first.
  const [first, second] = kind === "number" ? [`-${key}`, key] : [key, `-${key}`];
  const next = frame.same({
    [`${prefix}sort`]: sort === first ? second : first,
    [`${prefix}offset`]: undefined,
  });
  return html`
    <th scope="col" ${marks}
      aria-sort="${direction}"><a id="sort-${prefix}${key}" href="${next}">${name}</a>${below}</th>
  `;
}

function pager(page: TablePage<unknown>, frame: TableFrame): SafeHtml {
  const { rows, total, offset } = page;
  const next = offset + rows.length;
  const isWhole = offset === 0 && next >= total;
  const part = `${describeCount(Math.min(offset + 1, total))} to ${describeCount(next)} of`;
  return html`
    <div class="table-foot">
      <span>${isWhole ? describeAmount(total, frame.table.noun) : `${part} ${describeCount(total)}`}</span>
      ${!frame.isStatic && html`
        ${!isWhole && pageLinks(page, frame)}<button type="button"
          class="only-script" data-table-file>Download CSV</button>
      `}
    </div>
  `;
}

function pageLinks({ rows, total, offset }: TablePage<unknown>, frame: TableFrame): SafeHtml {
  const { prefix } = frame.table;
  const next = offset + rows.length;
  const last = Math.floor((total - 1) / PAGE_ROWS) * PAGE_ROWS;
  const link = (rel: string, place: number, name: string) => {
    const to = frame.same({ [`${prefix}offset`]: place === 0 ? undefined : place });
    return html`<a id="${prefix}${rel}" rel="${rel}" href="${to}">${name}</a>`;
  };
  return html`
    <nav class="pager" aria-label="Pages">
      ${offset > PAGE_ROWS && link("first", 0, "First")}
      ${offset > 0 && link("prev", Math.max(0, offset - PAGE_ROWS), "Previous")}
      ${next < total && link("next", next, "Next")}
      ${next < last && link("last", last, "Last")}
    </nav>
  `;
}
