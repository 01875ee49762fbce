import type { Finding, Incident } from "../../analyze/finding.ts";
import { describeDuration } from "../describe_duration.ts";
import type { ReportIndex } from "../report_index.ts";
import { errorSeries } from "./error_series.ts";
import { STYLE_BY_SEVERITY } from "../summary_style.ts";
import { shortCount } from "./short_count.ts";
import { columnOf, countColumns, sparkline, type TimeColumns, timeColumns } from "./sparkline.ts";
import { LABEL_WIDTH, type SummaryCanvas } from "./summary_canvas.ts";
import { fitWidth } from "./text_width.ts";
import { timeAxis } from "./time_axis.ts";

const INDENT = " ".repeat(LABEL_WIDTH);

/**
 * Sparklines over the span of errors and of what findings of medium severity or worse tell of, the changes under them,
 * round times, and what the marks mean.
 */
export function errorLines(index: ReportIndex, canvas: SummaryCanvas): string[] {
  const { analysis } = index;
  if (analysis.span === null) return [];
  const columns = timeColumns(analysis.span, canvas.columns - LABEL_WIDTH);
  const rows = [
    { label: "Errors", series: errorSeries(analysis) },
    { label: "Found", series: analysis.findings.filter(isSerious).map(({ series }) => series) },
  ].map(({ label, series }) => ({ label, counts: countColumns(series, columns) }))
    .filter(({ counts }) => counts.some((count) => count > 0));
  if (rows.length === 0) return [`${canvas.style("Errors".padEnd(LABEL_WIDTH), "bold")}none`];
  return [
    ...rows.map(({ label, counts }) =>
      canvas.style(label.padEnd(LABEL_WIDTH), "bold") +
      colouredSparkline(sparkline(counts, canvas.glyphs.levels), columns, index.incidents, canvas)
    ),
    ...markLines(index, columns, canvas),
    canvas.style("UTC".padEnd(LABEL_WIDTH) + timeAxis(columns), "dim"),
    INDENT + legend(index, canvas, describePeaks(rows, columns)),
  ];
}

function isSerious({ severity }: Finding): boolean {
  return severity !== "low" && severity !== "info";
}

/** What the highest columns stand for: `highest in 41 min: errors 758, found 812`. */
function describePeaks(
  rows: readonly { readonly label: string; readonly counts: readonly number[] }[],
  { columnMs }: TimeColumns,
): string {
  const peaks = rows.map(({ label, counts }) =>
    `${label.toLowerCase()} ${shortCount(Math.round(counts.reduce((a, b) => Math.max(a, b), 0)))}`
  );
  return `highest in ${describeDuration(columnMs)}: ${peaks.join(", ")}`;
}

/** What happened during an incident has the colour of the most severe one, the rest is dim. */
function colouredSparkline(
  line: string,
  columns: TimeColumns,
  incidents: readonly Incident[],
  { style }: SummaryCanvas,
): string {
  const severities = new Array<Incident["severity"] | null>(columns.count).fill(null);
  for (const { start, end, severity } of incidents) {
    const last = Math.min(columns.count - 1, columnOf(columns, Date.parse(end)));
    for (let at = Math.max(0, columnOf(columns, Date.parse(start))); at <= last; at++) {
      severities[at] ??= severity;
    }
  }
  return runs(severities).map(({ from, to, value }) =>
    style(line.slice(from, to), value === null ? "dim" : STYLE_BY_SEVERITY[value])
  ).join("");
}

/** Neighbours that are the same, together: fewer colour codes. */
function runs<T>(values: readonly T[]): { from: number; to: number; value: T }[] {
  const found: { from: number; to: number; value: T }[] = [];
  values.forEach((value, at) => {
    const last = found.at(-1);
    if (last?.value === value) last.to = at + 1;
    else found.push({ from: at, to: at + 1, value });
  });
  return found;
}

function markLines(index: ReportIndex, columns: TimeColumns, { style, glyphs }: SummaryCanvas): string[] {
  const marks = new Array<string>(columns.count).fill(" ");
  const changes = index.analysis.events.filter(({ role }) => role === "change");
  for (const { time } of changes) {
    const at = columnOf(columns, Date.parse(time));
    if (at in marks) marks[at] = glyphs.change;
  }
  for (const time of likelyCauseTimes(index)) {
    // A cause may come before the first record.
    marks[Math.min(columns.count - 1, Math.max(0, columnOf(columns, time)))] = glyphs.cause;
  }
  const end = marks.findLastIndex((mark) => mark !== " ") + 1;
  const shown = runs(marks.slice(0, end)).map(({ from, to, value }) =>
    value === glyphs.cause ? style(value.repeat(to - from), "bold") : value.repeat(to - from)
  );
  return end === 0 ? [] : [INDENT + shown.join("")];
}

/** Of each incident the best candidate. */
function likelyCauseTimes({ incidents, eventById }: ReportIndex): number[] {
  return incidents.flatMap(({ causes: [best] }) => {
    const event = eventById.get(best?.eventId ?? "");
    return event === undefined ? [] : [Date.parse(event.time)];
  });
}

function legend(index: ReportIndex, { style, glyphs, columns }: SummaryCanvas, peak: string): string {
  const hasChange = index.analysis.events.some(({ role }) => role === "change");
  const parts = [
    ...(likelyCauseTimes(index).length > 0 ? [`${glyphs.cause} best cause`] : []),
    ...(hasChange ? [`${glyphs.change} change`] : []),
    peak,
  ];
  return style(fitWidth(parts.join("   "), columns - LABEL_WIDTH, glyphs.ellipsis), "dim");
}
