import type { Clock, Coverage, CoveredFile, Input, Restart } from "../../analyze/analysis.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeMissing } from "../../report/describe_missing.ts";
import { describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { type Column, dataTable, TABLE_PARAMETERS, type TablePage, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { sectionView } from "../parts/section_view.ts";
import { spanView, timeView } from "../parts/time_view.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { type CoverageMatrix, coverageMatrix, loadCoverageMatrix } from "./coverage_matrix.ts";

const MISSING_SHOWN = 200;
const ROWS_SHOWN = 200;

/** One log file. */
interface FileRow extends CoveredFile {
  readonly host: string;
  readonly category: string;
  readonly id: number | null;
}

interface CoveragePage {
  readonly inputs: readonly Input[];
  readonly missing: readonly string[];
  readonly matrix: CoverageMatrix | null;
  readonly restarts: readonly Restart[];
  readonly clocks: readonly Clock[];
  readonly files: TablePage<FileRow>;
}

const FILE_COLUMNS: readonly Column<FileRow>[] = [
  {
    key: "member",
    name: "Log file",
    kind: "wide",
    value: ({ member }) => member,
    cell: ({ id, member, layout }, frame) =>
      html`${
        id === null ? member : html`<a href="${frame.href("/lines", { member: id, line: 1 })}">${member}</a>`
      }${layout !== null && html`<br><span class="meta">${layout}</span>`}`,
  },
  { key: "host", name: "Host", kind: "wide", value: ({ host }) => host, cell: ({ host }) => host },
  {
    key: "covered",
    name: "Covered",
    value: ({ start }) => start,
    cell: ({ start, end, complete }) =>
      html`${start !== null && end !== null && spanView(start, end)}${
        !complete && html`<br><b class="ink-high">read in part</b>`
      }`,
  },
  ...(["lines", "records", "rejectedLines"] as const).map((key): Column<FileRow> => ({
    key,
    name: { lines: "Lines", records: "Records", rejectedLines: "Rejected" }[key],
    kind: "number",
    value: (row) => row[key],
    cell: (row) => describeCount(row[key]),
  })),
];

const RESTART_COLUMNS: readonly Column<Restart>[] = [
  { key: "time", name: "Time", cell: ({ time }) => timeView(time) },
  { key: "host", name: "Host", kind: "wide", cell: ({ host }) => host },
  { key: "kind", name: "Kind", cell: ({ kind }) => kind },
  {
    key: "silent",
    name: "Silent before",
    cell: ({ silentMs }) => silentMs === null ? "" : describeDuration(silentMs),
  },
  {
    key: "version",
    name: "Version",
    kind: "wide",
    cell: ({ version, previousVersion }) =>
      `${version ?? "not stated"}${
        previousVersion !== null && previousVersion !== version ? `, before ${previousVersion}` : ""
      }`,
  },
];

const CLOCK_COLUMNS: readonly Column<Clock>[] = [
  { key: "host", name: "Host", kind: "wide", cell: ({ host }) => host },
  {
    key: "clock",
    name: "Clock",
    cell: ({ offsetMs, uncertaintyMs }) =>
      `${describeDuration(offsetMs)} ${offsetMs < 0 ? "behind" : "ahead"} (± ${
        describeDuration(uncertaintyMs)
      })`,
  },
  { key: "basis", name: "Measured by", cell: ({ basis }) => basis },
  { key: "samples", name: "Samples", kind: "number", cell: ({ samples }) => describeCount(samples) },
];

/** What there is of each host and category, hour by hour; what is missing, and what could not be read. */
export const COVERAGE_VIEW: View = view({
  path: "/coverage",
  parameters: TABLE_PARAMETERS,
  load: ({ index, memberOf }, values): CoveragePage => {
    const { inputs, coverage, restarts, clocks } = index.analysis;
    const idOf = (member: string) =>
      inputs.map(({ name }) => memberOf({ input: name, member })).find((id) => id !== null) ?? null;
    const files = coverage.flatMap((row) => fileRows(row, idOf))
      .filter(({ start, end }) => start === null || end === null || touchesWindow(start, end, values));
    return {
      inputs,
      missing: describeMissing(index).slice(0, MISSING_SHOWN),
      matrix: loadCoverageMatrix(index, values),
      restarts: restarts.filter(({ time }) => touchesWindow(time, time, values)).slice(0, ROWS_SHOWN),
      clocks: clocks.slice(0, ROWS_SHOWN),
      files: tablePage(files, FILE_COLUMNS, values, ({ member, host }) => [member, host]),
    };
  },
  render: (data, frame) => ({
    title: "Coverage",
    body: html`
      <h1>What was read</h1>
      ${inputList(data.inputs)}
      ${missingSection(data.missing)}
      ${data.matrix && coverageMatrix(data.matrix, frame)}
      ${smallTable("Restarts", RESTART_COLUMNS, data.restarts, frame)}
      ${smallTable("Clocks, against the API's", CLOCK_COLUMNS, data.clocks, frame)}
      ${fileSection(data.files, frame)}
    `,
  }),
});

function fileRows({ host, category, files }: Coverage, idOf: (member: string) => number | null): FileRow[] {
  return files.map((file) => ({ ...file, host, category, id: idOf(file.member) }));
}

function inputList(inputs: readonly Input[]): SafeHtml {
  return html`<ul class="inputs">${
    inputs.map(({ name, kind, inputBytes, sha256, complete }) =>
      html`<li><b>${name}</b> ${kind}, ${describeBytes(inputBytes)}${
        !complete && html`, <b class="ink-high">read in part</b>`
      }<br><code class="meta">SHA-256 ${sha256}</code></li>`
    )
  }</ul>`;
}

function missingSection(missing: readonly string[]): SafeHtml | null {
  if (missing.length === 0) return null;
  return sectionView(
    "missing",
    "What is missing",
    html`<ul>${missing.map((line) => html`<li>${line}</li>`)}</ul>`,
  );
}

function smallTable<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  frame: PageFrame,
): SafeHtml | null {
  if (rows.length === 0) return null;
  return html`<h2>${title}</h2>${dataTable(title, columns, { rows, total: rows.length, offset: 0 }, frame)}`;
}

function fileSection(files: CoveragePage["files"], frame: PageFrame): SafeHtml {
  return html`
    <h2>Log files (${describeCount(files.total)})</h2>
    ${filterForm("Filter log files", [{ name: "q", label: "Text" }], frame)}
    ${dataTable("Log files", FILE_COLUMNS, files, frame)}
  `;
}
