import type { Analysis } from "../analyze/analysis.ts";
import { describeMissing } from "./describe_missing.ts";
import { describeAmount, describeBytes, describeCount } from "./describe_quantity.ts";
import { describeSpan } from "./describe_time.ts";
import { describeVerdict } from "./describe_verdict.ts";
import { incidentSections } from "./markdown/incident_sections.ts";
import { codeSpan, inlineText, inlineTitle, table } from "./markdown/markdown_text.ts";
import {
  backupSection,
  coverageSection,
  diagnosticSection,
  eventSection,
  findingSection,
  restartSection,
  signatureSection,
} from "./markdown/table_sections.ts";
import { indexAnalysis, type ReportIndex } from "./report_index.ts";

const MISSING_SHOWN = 20;

/** Writes `report.md`: GitHub-flavoured Markdown that also reads well as plain text. */
export function renderMarkdown(analysis: Analysis): string {
  const index = indexAnalysis(analysis);
  const { what, whenAndWhere, explanation } = describeVerdict(index);
  return [
    `# ${inlineTitle(whenAndWhere === "" ? what : `${what}: ${whenAndWhere}`)}`,
    inlineText(explanation),
    "All times are UTC. Times of log lines are as the host logged them; starts of incidents and distances to events " +
    "are corrected by the measured clock offsets.",
    ...readSection(index),
    ...incidentSections(index),
    ...findingSection(index),
    ...eventSection(index),
    ...backupSection(index),
    ...restartSection(index),
    ...coverageSection(index),
    ...signatureSection(index),
    ...diagnosticSection(index),
    "---",
    `Every line above can be checked: ${codeSpan("tar xzOf INPUT MEMBER | sed -n LINEp")}. ` +
    `All of it is in analysis.json. Made by omlens ${inlineText(analysis.tool.version)}.`,
  ].join("\n\n") + "\n";
}

function readSection(index: ReportIndex): string[] {
  const { inputs, totals, span, events } = index.analysis;
  const changes = events.filter(({ role }) => role === "change").length;
  const missing = describeMissing(index);
  const shown = missing.slice(0, MISSING_SHOWN).map((line) => `- ${inlineText(line)}`);
  const more = missing.length - shown.length;
  return [
    "## What was read",
    `${describeAmount(totals.records, "record")} (${describeAmount(totals.lines, "line")}, ` +
    `${describeBytes(totals.uncompressedBytes)}) of ${describeAmount(index.hosts.length, "host")}` +
    `${span ? `, ${describeSpan(span.start, span.end)}` : ""}; ` +
    `${describeAmount(events.length, "event")}, of which ${describeAmount(changes, "change")}.`,
    ...(inputs.length > 0 ? [inputTable(index.analysis)] : []),
    "## What is missing",
    shown.length > 0
      ? [...shown, ...(more > 0 ? [`- and ${describeCount(more)} more`] : [])].join("\n")
      : "Nothing that is known of.",
  ];
}

function inputTable({ inputs }: Analysis): string {
  return table(
    ["Input", "Kind", "Size", "Read", "SHA-256"],
    inputs.map(({ name, kind, inputBytes, complete, sha256 }) => [
      codeSpan(name),
      kind,
      describeBytes(inputBytes),
      complete ? "whole" : "**in part**",
      codeSpan(sha256),
    ]),
  );
}
