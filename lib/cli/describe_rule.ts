import { fitLine } from "../report/clip_text.ts";
import { describeDuration } from "../report/describe_duration.ts";
import { visibleText } from "../report/visible_text.ts";
import { wrapText } from "../report/wrap_text.ts";
import type {
  Correlation,
  RequestSelection,
  Rule,
  RuleTest,
  Selection,
  VersionRange,
} from "../rules/rule.ts";

const WIDTH = 80;
const LABEL_WIDTH = 13;
/** Of a record that a rule is tested with. */
const TEXT_WIDTH = 200;

/** A rule for people: what it means, what to do, what it looks for. Prose is broken at 80 characters. */
export function describeRule(rule: Rule): string {
  const { guard, events, tests } = rule;
  const parts = [
    [
      ...section(rule.id, prose(rule.title)),
      ...section("severity", [`${rule.severity}, confidence ${rule.confidence}`]),
      ...section("logs", [rule.categories.join(", ")]),
      ...section("versions", rule.versions.map(describeRange)),
    ],
    [
      ...section("meaning", prose(rule.explanation)),
      ...section("to do", prose(rule.remediation)),
      ...section("references", rule.references),
    ],
    [
      ...section("finds", [...rule.detection.map(describeSelection), ...rule.requests.map(describeRequest)]),
      ...section("correlates", rule.correlation === null ? [] : [describeCorrelation(rule.correlation)]),
      ...section("only with", [...guard.contains, ...guard.loggers.map((logger) => `logger ${logger}…`)]),
      ...section("not with", [...guard.notContains, ...guard.notRules]),
      ...section("only", guard.serious ? ["at WARN or ERROR, or with an exception"] : []),
      ...section("captures", rule.captures),
      ...section(
        "raised by",
        events.raises.map((type) => events.of === null ? type : `${type} (${events.of})`),
      ),
      ...section("until", events.until),
      ...section("confirmed by", events.confirms),
      ...section("explains", rule.explains),
      ...section("needs", [rule.requirements.join(", ")]),
    ],
    [
      ...section("hits", tests.match.map(describeTest)),
      ...section("does not hit", tests.noMatch.map(describeTest)),
    ],
  ];
  return parts.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** The lines from the label on; nothing when they say nothing. */
function section(label: string, lines: readonly string[]): string[] {
  const said = lines.filter((line) => line !== "").map((line) => visibleText(line));
  const isLong = label.length > LABEL_WIDTH;
  const rows = said.map((line, i) => `${(i === 0 && !isLong ? label : "").padEnd(LABEL_WIDTH)} ${line}`);
  return isLong ? [label, ...rows] : rows;
}

function prose(text: string): string[] {
  return wrapText(text, WIDTH - LABEL_WIDTH - 1);
}

function describeRange({ from, before }: VersionRange): string {
  return [...(from === null ? [] : [`from ${from}`]), ...(before === null ? [] : [`before ${before}`])].join(
    " ",
  );
}

function describeSelection({ literal, pattern }: Selection): string {
  return pattern ?? literal;
}

function describeRequest({ status, methods, path, notPath }: RequestSelection): string {
  return [
    `${methods.length === 0 ? "requests" : methods.join("/")} with status ${status.join(", ")}`,
    ...(path === null ? [] : [`of a route with ${path}`]),
    ...(notPath === null ? [] : [`of no route with ${notPath}`]),
  ].join(" ");
}

function describeCorrelation({ type, rules, groupBy, timespanMs, condition, field }: Correlation): string {
  const bounds = Object.entries(condition ?? {}).filter(([, bound]) => bound !== null);
  return [
    `${type} of ${rules.join(", ")} within ${describeDuration(timespanMs)}`,
    ...(field === null ? [] : [`of ${field}`]),
    ...bounds.map(([name, bound]) => `${name} ${bound}`),
    ...(groupBy.length === 0 ? [] : [`by ${groupBy.join(", ")}`]),
  ].join(", ");
}

function describeTest({ text, request, status, records }: RuleTest): string {
  if (records.length > 0) return `${records.length} records`;
  return request === null ? fitLine(text, TEXT_WIDTH) : `${request} ${status}`;
}
