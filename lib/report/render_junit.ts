import type { Analysis } from "../analyze/analysis.ts";
import type { Finding } from "../analyze/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { visibleText } from "./visible_text.ts";

/** What a build should stop for; the rest is told and passes. */
const FAILING: readonly Severity[] = ["critical", "high", "medium"];
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/**
 * Writes `findings.junit.xml`, for build servers: a test case for each finding, failed when it is critical, high or
 * medium. Without findings there is one case, which passed.
 */
export function renderJunit({ findings, span }: Analysis): string {
  const failures = findings.filter(isFailing).length;
  const cases = findings.length > 0
    ? findings.map(testCase)
    : [`    <testcase classname="omlens" name="no finding" time="0"/>`];
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  const timestamp = span === null ? "" : ` timestamp="${span.start.slice(0, 19)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="omlens" ${counts}>`,
    `  <testsuite name="omlens" ${counts}${timestamp}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function isFailing({ severity }: Finding): boolean {
  return FAILING.includes(severity);
}

function testCase(finding: Finding): string {
  const { rule, title, id, severity, onset } = finding;
  const name = attribute(`${title} (${onset}, ${id})`);
  const body = isFailing(finding)
    ? `      <failure type="${attribute(severity)}" message="${attribute(title)}">${
      content(detail(finding))
    }</failure>`
    : `      <system-out>${content(detail(finding))}</system-out>`;
  return [`    <testcase classname="${attribute(rule)}" name="${name}" time="0">`, body, "    </testcase>"]
    .join("\n");
}

function detail({ explanation, remediation, hosts, causes, evidence }: Finding): string {
  const cause = causes[0];
  return [
    explanation,
    remediation,
    ...(hosts.length > 0 ? [`Hosts: ${hosts.join(", ")}`] : []),
    cause === undefined
      ? "No event explains it."
      : `Most likely cause: ${cause.eventType} (${cause.eventId})`,
    ...evidence.map(({ member, line, text }) => `${member}:${line}: ${text}`),
  ].join("\n");
}

function content(text: string): string {
  return xmlText(text).replace(/[&<>]/g, (character) => ENTITIES[character]!);
}

/** In an attribute, line feeds and tabs would be read as blanks (XML 1.0 §3.3.3). */
function attribute(text: string): string {
  return xmlText(text).replace(/[&<>"\n\t]/g, (character) => ENTITIES[character]!);
}

/** XML 1.0 §2.2 has no place for most control characters, not even as references: those become visible escapes. */
function xmlText(text: string): string {
  return visibleText(text, "\n\t").replace(/[\ufffe\uffff]/g, "\ufffd");
}
