import type { Analysis } from "../analyze/analysis.ts";
import type { Incident } from "../analyze/finding.ts";
import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { fitLine } from "./clip_text.ts";
import { describeCauseEvent, describeClaim, describeNoCause } from "./describe_cause.ts";
import { describeDuration, describeLag } from "./describe_duration.ts";
import { describeMissing } from "./describe_missing.ts";
import { describeAmount, describeBytes, describeList } from "./describe_quantity.ts";
import { describeSpan, describeTime } from "./describe_time.ts";
import { indexAnalysis, type ReportIndex } from "./report_index.ts";
import { visibleText } from "./visible_text.ts";
import { wrapText } from "./wrap_text.ts";

const WIDTH = 80;
const MISSING_SHOWN = 3;
const INCIDENTS_SHOWN = 3;
const FINDINGS_SHOWN = 4;
const LABEL_WIDTH = 10;
/** The cause of the worst incident is what is looked for: it gets more than one line. */
const CAUSE_LINES = 2;
const INDENT = LABEL_WIDTH + 2;

/** How a piece of the summary looks. */
export type SummaryStyle = "bold" | "dim" | "red" | "yellow" | "cyan" | "green";

/** What the summary needs besides the analysis. */
export interface SummaryOptions {
  /** Where the report is, as the user would name it; left out when none was written. */
  readonly reportPath?: string;
  /** Colours a piece of text; gives it back as it is when colours are off. */
  readonly style: (text: string, style: SummaryStyle) => string;
}

const STYLE_BY_SEVERITY: Readonly<Record<Severity, SummaryStyle>> = {
  critical: "red",
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "dim",
};

/** Writes what a person reads in ten seconds: at most 25 lines of 80 columns, in UTC. */
export function renderSummary(analysis: Analysis, options: SummaryOptions): string {
  const index = indexAnalysis(analysis);
  const { style, reportPath } = options;
  return [
    ...labelled("Read", describeRead(index), style),
    ...labelled("Missing", capped(describeMissing(index), MISSING_SHOWN), style),
    "",
    ...incidentLines(index, style),
    ...findingLines(analysis, style),
    ...(reportPath === undefined
      ? []
      : ["", `${style("Report".padEnd(LABEL_WIDTH), "bold")}${visibleText(reportPath)}`]),
  ].join("\n") + "\n";
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

function labelled(label: string, lines: readonly string[], style: SummaryOptions["style"]): string[] {
  return lines.map((line, i) =>
    (i === 0 ? style(label.padEnd(LABEL_WIDTH), "bold") : " ".repeat(LABEL_WIDTH)) +
    shown(line, WIDTH - LABEL_WIDTH)
  );
}

function capped(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more, see the report`];
}

function incidentLines(index: ReportIndex, style: SummaryOptions["style"]): string[] {
  const { incidents } = index;
  if (incidents.length === 0) return [style("No incident", "bold")];
  const most = incidents.length > INCIDENTS_SHOWN ? `, the ${INCIDENTS_SHOWN} most severe:` : "";
  return [
    style(describeAmount(incidents.length, "incident"), "bold") + most,
    ...incidents.slice(0, INCIDENTS_SHOWN).flatMap((incident, at) =>
      incidentBlock(incident, index, { style, causeLines: at === 0 ? CAUSE_LINES : 1 })
    ),
  ];
}

function incidentBlock(
  incident: Incident,
  index: ReportIndex,
  { style, causeLines }: { style: SummaryOptions["style"]; causeLines: number },
): string[] {
  const { severity, title, start, end, hosts, causes: [best] } = incident;
  const duration = describeDuration(Date.parse(end) - Date.parse(start));
  const where = hosts.length > 0 ? `, on ${describeList(hosts, 2)}` : "";
  const cause = best === undefined
    ? describeNoCause(index)
    : `${describeClaim(best)}, ${describeLag(best.lagMs)}: ${describeCauseEvent(best, index)}`;
  return [
    severityLine(severity, title, style),
    ...[`${describeTime(start)} for ${duration}${where}`, ...firstLines(cause, causeLines)]
      .map((line) => " ".repeat(INDENT) + shown(line, WIDTH - INDENT)),
  ];
}

/** So many lines of a text; the last one takes the rest, to be cut there. */
function firstLines(text: string, most: number): string[] {
  const lines = wrapText(visibleText(text), WIDTH - INDENT);
  return [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")].filter((line) => line !== "");
}

function findingLines({ findings }: Analysis, style: SummaryOptions["style"]): string[] {
  if (findings.length === 0) return [style("No finding", "bold")];
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  return [
    `${style(describeAmount(findings.length, "finding"), "bold")}: ${counts.join(", ")}`,
    ...findings.slice(0, FINDINGS_SHOWN).map(({ severity, title, rule }) =>
      severityLine(severity, `${title} (${rule})`, style)
    ),
  ];
}

function severityLine(severity: Severity, text: string, style: SummaryOptions["style"]): string {
  return `  ${style(severity.padEnd(LABEL_WIDTH), STYLE_BY_SEVERITY[severity])}${
    shown(text, WIDTH - LABEL_WIDTH - 2)
  }`;
}

function shown(text: string, width: number): string {
  return fitLine(visibleText(text), width);
}
