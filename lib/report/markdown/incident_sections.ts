import { causeWords } from "../../analyze/causes/cause_words.ts";
import type { Cause, Evidence, Finding, Incident } from "../../analyze/finding.ts";
import { clipText } from "../clip_text.ts";
import { countedNoun } from "../counted_noun.ts";
import { describeCauseEvent, describeNoCause } from "../describe_cause.ts";
import { describeDuration, describeLag } from "../describe_duration.ts";
import { describeMetric, describeShift } from "../describe_impact.ts";
import { describeAmount, describeCount, describeList } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import { describeIncidentSpan } from "../describe_verdict.ts";
import type { ReportIndex } from "../report_index.ts";
import { codeBlock, codeSpan, inlineText, inlineTitle, table } from "./markdown_text.ts";

const INCIDENTS_SHOWN = 10;
const CAUSES_SHOWN = 5;
const SAME_CHANGE_SHOWN = 4;
const IMPACTS_SHOWN = 4;
const FINDINGS_SHOWN = 5;
const EVIDENCE_SHOWN = 3;
const EVIDENCE_LIMITS = { lines: 12, length: 1000 };

/** The incidents, most severe first: causes with their terms, findings with lines that prove them. */
export function incidentSections(index: ReportIndex): string[] {
  const { incidents } = index;
  if (incidents.length === 0) return [];
  const more = incidents.length - INCIDENTS_SHOWN;
  return [
    "## Incidents",
    ...incidents.slice(0, INCIDENTS_SHOWN).flatMap((incident, i) => incidentSection(incident, i + 1, index)),
    ...(more > 0 ? [`And ${describeAmount(more, "more incident", "more incidents")} in analysis.json.`] : []),
  ];
}

function incidentSection(incident: Incident, rank: number, index: ReportIndex): string[] {
  return [
    `### ${rank}. ${inlineTitle(incident.title)} (${incident.severity})`,
    ...incidentBlocks(incident, index),
  ];
}

/** What there is to tell of an incident below its title. */
export function incidentBlocks(incident: Incident, index: ReportIndex): string[] {
  const durationMs = Date.parse(incident.end) - Date.parse(incident.start);
  const findings = incident.findings.flatMap((id) => index.findingById.get(id) ?? []);
  const more = findings.length - FINDINGS_SHOWN;
  return [
    `${describeIncidentSpan(incident, index)} (${describeDuration(durationMs)}), ` +
    `hosts: ${describeList(incident.hosts.map(codeSpan), 12) || "none named"}` +
    `${
      incident.groupIds.length > 0 ? `, projects: ${describeList(incident.groupIds.map(codeSpan), 5)}` : ""
    }`,
    inlineText(incident.narrative),
    ...causeSection(incident.causes, index),
    ...findings.slice(0, FINDINGS_SHOWN).flatMap((finding) => findingBlocks(finding)),
    ...(more > 0
      ? [`And ${describeAmount(more, "more finding")} of this incident, see the table of findings.`]
      : []),
  ].filter((block) => block !== "");
}

function causeSection(causes: readonly Cause[], index: ReportIndex): string[] {
  if (causes.length === 0) return [`**Likely causes:** ${inlineText(describeNoCause(index))}`];
  const head = ["", "Event", "When", "Score", "Time", "Scope", "Kind", "Effect", "Uniqueness"];
  const rows = causes.slice(0, CAUSES_SHOWN).map((cause, i) => causeRow(cause, i + 1, index));
  const lines = causes.slice(0, CAUSES_SHOWN).flatMap((cause, i) =>
    cause.origin === null ? [] : [`Access line of cause ${i + 1}:`, ...evidenceBlock(cause.origin)]
  );
  return [
    "**Likely causes**, best first; the score and its terms go from 0 to 1:",
    table(head, rows),
    causes.slice(0, CAUSES_SHOWN).map((cause, i) => causeLine(cause, i + 1, index)).join("\n"),
    ...impactBlocks(causes, index),
    ...lines,
  ];
}

/** What measurably changed after the best candidate. */
function impactBlocks([best]: readonly Cause[], index: ReportIndex): string[] {
  const impacts = index.impactsByEvent.get(best?.eventId ?? "") ?? [];
  const lines = impacts.filter(({ significant }) => significant).slice(0, IMPACTS_SHOWN).map((impact) => {
    const [before, after] = describeShift(impact);
    const metric = inlineTitle(describeMetric(impact, index));
    return `- ${metric}: ${before} before, ${after} after (q = ${impact.qValue.toPrecision(1)})`;
  });
  return lines.length === 0 ? [] : ["**What changed after cause 1:**", lines.join("\n")];
}

function causeRow(cause: Cause, rank: number, index: ReportIndex): string[] {
  const { time, scope, kind, effect, uniqueness } = cause.terms;
  return [
    String(rank),
    `${inlineTitle(describeCauseEvent(cause, index))} (${codeSpan(cause.eventType)})`,
    describeLag(cause.lagMs),
    `**${cause.score.toFixed(2)}**`,
    ...[time, scope, kind, effect, uniqueness].map((term) => term.toFixed(2)),
  ];
}

function causeLine(cause: Cause, rank: number, index: ReportIndex): string {
  const words = Object.values(causeWords(cause)).join("; ");
  const others = cause.sameChange.map((id) => index.eventById.get(id)?.summary ?? id);
  const same = others.length > 0 ? ` The same change: ${describeList(others, SAME_CHANGE_SHOWN)}.` : "";
  return `- Cause ${rank}: ${inlineText(words + ".")}${inlineText(same)}`;
}

function findingBlocks(finding: Finding): string[] {
  const more = finding.evidence.length - EVIDENCE_SHOWN;
  const { rule, title, severity, count, onset, explanation, remediation } = finding;
  return [
    `**${inlineTitle(title)}** (${severity}, ${codeSpan(rule)}): ${
      describeAmount(count, countedNoun(finding))
    }, since ${describeTime(onset)}.`,
    inlineText(explanation),
    remediation === "" ? "" : `What to do: ${inlineText(remediation)}`,
    ...finding.evidence.slice(0, EVIDENCE_SHOWN).flatMap(evidenceBlock),
    more > 0 ? `And ${describeAmount(more, "more line")} as evidence in analysis.json.` : "",
  ];
}

function evidenceBlock({ input, member, line, text }: Evidence): string[] {
  const clipped = clipText(text, EVIDENCE_LIMITS);
  const rest = clipped.omitted > 0
    ? `, ${describeCount(clipped.omitted)} more characters in analysis.json`
    : "";
  return [`${codeSpan(input)} ${codeSpan(member)} line ${line}${rest}:`, codeBlock(clipped.text)];
}
