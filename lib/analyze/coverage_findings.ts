import type { Diagnostic } from "../errors.ts";
import type { Category } from "../parse/member_origin.ts";
import { formatTime } from "../parse/timestamp.ts";
import { type BareFacts, bareFinding } from "./bare_finding.ts";
import type { FamilySilence } from "./coverage.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

const HOUR_MS = 3_600_000;

/** `coverage.missing` and `coverage.truncated`: what these logs cannot tell. */
export function coverageFindings(
  tally: LogTally,
  span: LogSpan,
  silences: readonly FamilySilence[],
  diagnostics: readonly Diagnostic[],
): FindingDraft[] {
  return [
    ...missingCategories(tally, span),
    ...missingDays(span, silences),
    ...truncated(tally, span, diagnostics),
  ];
}

function missingCategories(tally: LogTally, span: LogSpan): FindingDraft[] {
  const members = tally.logs();
  const hosts = sorted(members.map(({ host }) => host));
  return (["application", "http_access"] as const).flatMap((category) => {
    const have = new Set(
      members.filter((member) => member.category === category && member.summary.records > 0).map(({ host }) =>
        host
      ),
    );
    const serving = new Set(
      members.filter((member) => member.category === "application" || member.category === "http_access").map((
        { host },
      ) => host),
    );
    const lacking = hosts.filter((host) => serving.has(host) && !have.has(host));
    return have.size === 0 && hosts.length < 2 && category === "application"
      ? []
      : lacking.length === 0
      ? []
      : [lackingFinding(span, category, lacking)];
  });
}

function lackingFinding(span: LogSpan, category: Category, hosts: readonly string[]): FindingDraft {
  const access = category === "http_access"
    ? " Some releases before 8.0.25 leave it empty, so no record does not mean no traffic."
    : "";
  return bareFinding(coverageFacts(span, hosts, [category]), {
    rule: "coverage.missing",
    title: `No ${category} log of ${hosts.join(", ")}`,
    severity: "low",
    confidence: "high",
    explanation: `The inputs hold other logs of ${
      hosts.length === 1 ? "this host" : "these hosts"
    }, but no ${category} record.${access}`,
    remediation: "Collect again with this log type and host, or read what follows with this gap in mind.",
    references: ["release notes of 8.0.25"],
  });
}

/** Gaps that hosts and kinds of log share are one finding: what was collected has a hole. */
function missingDays(span: LogSpan, silences: readonly FamilySilence[]): FindingDraft[] {
  const groups: FamilySilence[][] = [];
  for (const silence of silences.filter(({ kind }) => kind === "missing")) {
    const group = groups.find(([first]) => isSameTime(first!, silence));
    if (group === undefined) groups.push([silence]);
    else group.push(silence);
  }
  return groups.map((group) => missingDaysFinding(span, group));
}

function isSameTime(a: FamilySilence, b: FamilySilence): boolean {
  return Math.abs(a.startMs - b.startMs) <= HOUR_MS && Math.abs(a.endMs - b.endMs) <= HOUR_MS;
}

function missingDaysFinding(span: LogSpan, group: readonly FamilySilence[]): FindingDraft {
  const hosts = sorted(group.map(({ host }) => host));
  const categories = sorted(group.map(({ category }) => category));
  const onsetMs = Math.min(...group.map(({ startMs }) => startMs));
  const lastMs = Math.max(...group.map(({ endMs }) => endMs));
  return bareFinding({ ...coverageFacts(span, hosts, categories), onsetMs, lastMs }, {
    rule: "coverage.missing",
    title: `A part of the ${categories.join(", ")} log of ${hosts.join(", ")} is missing`,
    severity: "low",
    confidence: "high",
    explanation: `There are files of the time before and after, but none from ${formatTime(onsetMs)} to ${
      formatTime(lastMs)
    }.`,
    remediation: "Collect the missing time, or read what follows with this gap in mind.",
    references: [],
  });
}

function truncated(tally: LogTally, span: LogSpan, diagnostics: readonly Diagnostic[]): FindingDraft[] {
  const cut = tally.logs().filter(({ complete }) => !complete);
  const lost = diagnostics.filter(({ severity }) => severity === "error");
  if (cut.length === 0 && lost.length === 0) return [];
  const hosts = sorted(cut.map(({ host }) => host));
  const names = cut.map(({ path }) => path).slice(0, 5).join(", ");
  return [
    bareFinding({
      ...coverageFacts(
        span,
        hosts,
        sorted(cut.map(({ category }) => category)),
      ),
      count: cut.length,
    }, {
      rule: "coverage.truncated",
      title: cut.length === 0
        ? "A part of the input cannot be read"
        : `${cut.length} log ${cut.length === 1 ? "file is" : "files are"} not whole`,
      severity: "medium",
      confidence: "high",
      explanation: `${
        names === "" ? "The input" : names
      } could be read only in part; what follows the damage is unknown. The diagnostics tell where.`,
      remediation: "Download or collect the archive again; compare its size and checksum with the source.",
      references: [],
    }),
  ];
}

/** The facts of a finding that is about all of the logs of some hosts. */
export function coverageFacts(
  span: LogSpan,
  hosts: readonly string[],
  categories: readonly Category[],
): BareFacts {
  return {
    hosts,
    categories,
    onsetMs: span.startMs,
    lastMs: span.endMs,
    count: 0,
    series: { start: formatTime(span.startMs), bucketMs: 60_000, counts: [] },
    evidence: [],
  };
}
