import type { Analysis } from "../analyze/analysis.ts";
import type { CsvTable } from "../report/csv/csv_table.ts";
import { CSV_TABLES } from "../report/csv/csv_tables.ts";
import { renderCsv } from "../report/render_csv.ts";
import { jsonPieces } from "../report/render_json.ts";
import { renderJunit } from "../report/render_junit.ts";
import { renderMarkdown } from "../report/render_markdown.ts";
import { renderNdjson } from "../report/render_ndjson.ts";
import { renderSarif } from "../report/render_sarif.ts";
import { renderTimeline } from "../report/render_timeline.ts";
import type { Format } from "./analyze_flags.ts";

/** A file that a run writes. */
export interface ReportFile {
  /** Its name in the folder of the results. */
  readonly name: string;
  /** Its text, or pieces of it. */
  readonly render: (analysis: Analysis) => string | Iterable<string> | Promise<string>;
}

/** The files by format, the one that a person opens first. */
export const REPORT_FILES: Readonly<Record<Format, readonly [ReportFile, ...ReportFile[]]>> = {
  json: [{ name: "analysis.json", render: jsonPieces }],
  html: [{ name: "report.html", render: renderLazily }],
  md: [{ name: "report.md", render: renderMarkdown }],
  csv: [
    { name: "findings.csv", render: renderCsv },
    ...CSV_TABLES.filter(({ name }) => name !== "findings").map(csvFile),
  ],
  ndjson: [{ name: "timeline.ndjson", render: renderTimeline }, {
    name: "analysis.ndjson",
    render: renderNdjson,
  }],
  sarif: [{ name: "findings.sarif", render: renderSarif }],
  junit: [{ name: "findings.junit.xml", render: renderJunit }],
};

function csvFile({ name, render }: CsvTable): ReportFile {
  return { name: `${name}.csv`, render };
}

/** The page and its views are loaded when it is asked for. */
async function renderLazily(analysis: Analysis): Promise<string> {
  const { renderHtml } = await import("../view/render_html.ts");
  return renderHtml(analysis);
}
