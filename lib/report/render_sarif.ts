import type { Analysis } from "../analyze/analysis.ts";
import type { Evidence, Finding } from "../analyze/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { visibleText } from "./visible_text.ts";

/** `level` of SARIF 2.1.0 §3.27.10, and the score by which code-scanning sites sort. */
const LEVELS: Readonly<Record<Severity, { level: "error" | "warning" | "note"; rank: number }>> = {
  critical: { level: "error", rank: 100 },
  high: { level: "error", rank: 75 },
  medium: { level: "warning", rank: 50 },
  low: { level: "note", rank: 25 },
  info: { level: "note", rank: 5 },
};

/**
 * Writes `findings.sarif`: SARIF 2.1.0 (OASIS Standard), a result for each finding, its lines as locations. A member's
 * URI is its path below the base `INPUT`, the archive it is in.
 */
export function renderSarif(analysis: Analysis): string {
  const rules = [...new Map(analysis.findings.map((finding) => [finding.rule, finding])).values()];
  const ruleIndex = new Map(rules.map(({ rule }, index) => [rule, index]));
  const inputs = analysis.inputs.map(({ name }) => name);
  const run = {
    tool: {
      driver: {
        name: analysis.tool.name,
        version: analysis.tool.version,
        rules: rules.map(sarifRule),
      },
    },
    originalUriBaseIds: Object.fromEntries(inputs.map((name, index) => [baseId(index), {
      description: { text: `Members of ${visibleText(name)}` },
    }])),
    columnKind: "utf16CodeUnits",
    results: analysis.findings.map((finding) => sarifResult(finding, ruleIndex, inputs)),
  };
  return JSON.stringify(
    { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] },
    null,
    2,
  ) +
    "\n";
}

function sarifRule({ rule, title, remediation, references, severity }: Finding): Record<string, unknown> {
  const url = references.find((reference) => URL.canParse(reference) && /^https?:/.test(reference));
  return {
    id: rule,
    shortDescription: { text: visibleText(title) },
    help: { text: visibleText(remediation, "\n") || visibleText(title) },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: LEVELS[severity].level },
  };
}

function sarifResult(
  finding: Finding,
  ruleIndex: ReadonlyMap<string, number>,
  inputs: readonly string[],
): Record<string, unknown> {
  const { id, rule, title, explanation, severity, count, onset, hosts, causes, confidence } = finding;
  return {
    ruleId: rule,
    ruleIndex: ruleIndex.get(rule),
    level: LEVELS[severity].level,
    rank: LEVELS[severity].rank,
    message: { text: visibleText(`${title}. ${explanation}`, "\n") },
    locations: finding.evidence.map((evidence) => sarifLocation(evidence, inputs)),
    partialFingerprints: { "omlensFinding/v1": id },
    occurrenceCount: Math.max(1, count),
    properties: { severity, confidence, onset, hosts, causes },
  };
}

function sarifLocation(
  { input, member, line, byteOffset, byteLength, text }: Evidence,
  inputs: readonly string[],
): Record<string, unknown> {
  return {
    physicalLocation: {
      artifactLocation: { uri: memberUri(member), uriBaseId: baseId(Math.max(0, inputs.indexOf(input))) },
      region: { startLine: line, byteOffset, byteLength, snippet: { text: visibleText(text, "\t\n") } },
    },
  };
}

function baseId(index: number): string {
  return index === 0 ? "INPUT" : `INPUT${index + 1}`;
}

/** RFC 3986: a relative reference whose first segment may hold no colon. */
function memberUri(member: string): string {
  return member.toWellFormed().split("/").map(encodeURIComponent).join("/");
}
