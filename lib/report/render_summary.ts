import type { Analysis } from "../analyze/analysis.ts";
import { describeMissing } from "./describe_missing.ts";
import { describeAmount, describeBytes, describeList } from "./describe_quantity.ts";
import { describeSpan } from "./describe_time.ts";
import { indexAnalysis, type ReportIndex } from "./report_index.ts";
import { errorLines } from "./summary/error_lines.ts";
import { findingLines } from "./summary/finding_lines.ts";
import { incidentLines } from "./summary/incident_lines.ts";
import { LABEL_WIDTH, type SummaryCanvas, summaryCanvas } from "./summary/summary_canvas.ts";
import type { StyleText } from "./summary_style.ts";
import { visibleText } from "./visible_text.ts";

const MISSING_SHOWN = 3;
const LINES_OF_ONE = 2;
const LEAST_COLUMNS = 40;
/** Longer lines are hard to read. */
const MOST_COLUMNS = 120;

/** What the summary needs besides the analysis. */
export interface SummaryOptions {
  /** Where the report is, as the user would name it; left out when none was written. */
  readonly reportPath?: string;
  /** Width of the terminal; 40 to 120 of it are used. */
  readonly columns: number;
  /** Draws and writes with ASCII alone. */
  readonly ascii: boolean;
  /** Colours a piece of text; gives it back as it is when colours are off. */
  readonly style: StyleText;
}

/**
 * Writes what a person reads in ten seconds, about 30 lines: incidents and their likely causes, errors and changes over
 * time, the worst findings, what is missing, what was read, where the report is. Times are UTC.
 */
export function renderSummary(analysis: Analysis, options: SummaryOptions): string {
  const index = indexAnalysis(analysis);
  const columns = Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, options.columns));
  const canvas = summaryCanvas(columns, options.style, options.ascii);
  const { reportPath } = options;
  return [
    incidentLines(index, canvas),
    errorLines(index, canvas),
    findingLines(index, canvas),
    [
      ...labelled("Missing", capped(describeMissing(index), MISSING_SHOWN), canvas),
      ...labelled("Read", describeRead(index), canvas),
      // Never cut: it is there to be copied.
      ...(reportPath === undefined ? [] : [label("Report", canvas) + visibleText(reportPath)]),
    ],
  ].filter((block) => block.length > 0).map((block) => block.join("\n") + "\n").join("\n");
}

function describeRead({ analysis: { inputs, totals, span, options }, hosts }: ReportIndex): string[] {
  const events = describeAmount(totals.events, "event");
  return [
    `${describeList(inputs.map(({ name }) => name), 2) || "nothing"} (${describeBytes(totals.inputBytes)})`,
    `${describeAmount(totals.records, "record")}, ${describeAmount(hosts.length, "host")}, ${events}`,
    span === null ? describeNoSpan(totals.records, options) : `${describeSpan(span.start, span.end)} UTC`,
  ];
}

function describeNoSpan(records: number, { since, until }: Analysis["options"]): string {
  const isWindow = since !== undefined || until !== undefined;
  return records === 0 && isWindow ? "no record is in the time asked for" : "no record has a time";
}

function labelled(name: string, texts: readonly string[], canvas: SummaryCanvas): string[] {
  const lines = texts.flatMap((text) => canvas.lines(text, canvas.columns - LABEL_WIDTH, LINES_OF_ONE));
  return lines.map((line, i) => (i === 0 ? label(name, canvas) : " ".repeat(LABEL_WIDTH)) + line);
}

function label(name: string, { style }: SummaryCanvas): string {
  return style(name.padEnd(LABEL_WIDTH), "bold");
}

function capped(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more, see the report`];
}
