import type { Analysis } from "../analyze/analysis.ts";
import { renderCsv } from "../report/render_csv.ts";
import { renderHtml } from "../report/render_html.ts";
import { renderJson } from "../report/render_json.ts";
import { renderJunit } from "../report/render_junit.ts";
import { renderMarkdown } from "../report/render_markdown.ts";
import { renderNdjson } from "../report/render_ndjson.ts";
import { renderSarif } from "../report/render_sarif.ts";
import type { Format } from "./analyze_flags.ts";

/** A file that a run writes. */
export interface ReportFile {
  /** Its name in the folder of the results. */
  readonly name: string;
  /** Its text. */
  readonly render: (analysis: Analysis) => string;
}

/** The files by format. */
export const REPORT_FILES: Readonly<Record<Format, ReportFile>> = {
  json: { name: "analysis.json", render: renderJson },
  html: { name: "report.html", render: renderHtml },
  md: { name: "report.md", render: renderMarkdown },
  csv: { name: "findings.csv", render: renderCsv },
  ndjson: { name: "analysis.ndjson", render: renderNdjson },
  sarif: { name: "findings.sarif", render: renderSarif },
  junit: { name: "findings.junit.xml", render: renderJunit },
};
