import type { EventRow } from "../../events/event_row.ts";
import { clipText } from "../clip_text.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeCount, describeList } from "../describe_quantity.ts";
import { describeSpan, describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { summarizeBackups } from "../summarize_backups.ts";
import { codeSpan, inlineTitle, table } from "./markdown_text.ts";

const FINDINGS_SHOWN = 100;
const SIGNATURES_SHOWN = 20;
const EVENTS_SHOWN = 60;
const ROWS_SHOWN = 60;
const TEMPLATE_LENGTH = 160;

/** All findings, most severe first. */
export function findingSection({ analysis: { findings } }: ReportIndex): string[] {
  return section(
    "Findings",
    FINDINGS_SHOWN,
    ["Severity", "Finding", "Rule", "Hosts", "Records", "Onset"],
    findings,
    (finding) => [
      finding.severity,
      inlineTitle(finding.title),
      codeSpan(finding.rule),
      describeList(finding.hosts.map(codeSpan)),
      describeCount(finding.count),
      describeTime(finding.onset),
    ],
  );
}

/** Changes, alerts and recoveries; signing in and the rest are in analysis.json. */
export function eventSection({ analysis: { events }, causeIds }: ReportIndex): string[] {
  const telling = events.filter(({ id, role }) => causeIds.has(id) || (role !== "access" && role !== "info"));
  return section(
    "Events",
    EVENTS_SHOWN,
    ["Time", "Role", "Event", "By", ""],
    telling,
    (event) => eventCells(event, causeIds),
  );
}

function eventCells(
  { id, time, role, summary, type, user }: EventRow,
  causeIds: ReadonlySet<string>,
): string[] {
  const by = user === undefined ? "" : codeSpan(user);
  return [
    describeTime(time),
    role,
    `${inlineTitle(summary)} (${codeSpan(type)})`,
    by,
    causeIds.has(id) ? "candidate cause" : "",
  ];
}

/** Starts of the server process. */
export function restartSection({ analysis: { restarts } }: ReportIndex): string[] {
  return section(
    "Restarts",
    ROWS_SHOWN,
    ["Time", "Host", "Kind", "Silent before", "Version"],
    restarts,
    (restart) => [
      describeTime(restart.time),
      codeSpan(restart.host),
      restart.kind,
      restart.silentMs === null ? "" : describeDuration(restart.silentMs),
      restart.version === null ? "" : codeSpan(restart.version),
    ],
  );
}

/** Snapshots of each replica set, those with trouble first. */
export function backupSection({ analysis: { backups } }: ReportIndex): string[] {
  const head = [
    "Replica set",
    "Snapshots",
    "Complete",
    "Aborted",
    "Stopped",
    "Median",
    "Longest",
    "Last complete",
  ];
  return section("Backups", ROWS_SHOWN, head, summarizeBackups(backups), (row) => [
    codeSpan(row.set),
    ...[row.snapshots, row.complete, row.aborted, row.stopped].map(describeCount),
    row.medianMs === null ? "" : describeDuration(row.medianMs),
    row.longestMs === null ? "" : describeDuration(row.longestMs),
    row.lastComplete === null ? "none" : describeTime(row.lastComplete),
  ]);
}

/** What there is of each host and category. */
export function coverageSection({ analysis: { coverage } }: ReportIndex): string[] {
  const head = ["Host", "Category", "Files", "Records", "Rejected lines", "From, to", "Gaps"];
  return section("Coverage", ROWS_SHOWN, head, coverage, ({ host, category, files, start, end, gaps }) => [
    codeSpan(host),
    category,
    String(files.length),
    describeCount(files.reduce((sum, { records }) => sum + records, 0)),
    describeCount(files.reduce((sum, { rejectedLines }) => sum + rejectedLines, 0)),
    start === null || end === null ? "no records" : describeSpan(start, end),
    describeList(gaps.map((gap) => `${gap.kind}: ${describeSpan(gap.start, gap.end)}`)),
  ]);
}

/** The most frequent message templates. */
export function signatureSection({ analysis: { signatures } }: ReportIndex): string[] {
  const head = ["Records", "Level", "Message", "First", "Last"];
  return section("Most frequent messages", SIGNATURES_SHOWN, head, signatures, (signature) => [
    describeCount(signature.count),
    inlineTitle(signature.level),
    codeSpan(clipText(signature.template, { lines: 1, length: TEMPLATE_LENGTH }).text) +
    (signature.novel ? " (new)" : ""),
    describeTime(signature.first),
    describeTime(signature.last),
  ]);
}

/** What was cut, damaged, skipped or not understood. */
export function diagnosticSection({ analysis: { diagnostics } }: ReportIndex): string[] {
  const head = ["Severity", "What", "Where", "Times"];
  return section(
    "Diagnostics",
    ROWS_SHOWN,
    head,
    diagnostics,
    ({ severity, code, message, input, member, line, count }) => [
      severity,
      `${inlineTitle(message)} (${codeSpan(code)})`,
      codeSpan(member ?? input) + (line === undefined ? "" : ` line ${line}`),
      describeCount(count ?? 1),
    ],
  );
}

function section<T>(
  title: string,
  most: number,
  head: readonly string[],
  items: readonly T[],
  cells: (item: T) => readonly string[],
): string[] {
  if (items.length === 0) return [];
  const more = items.length - most;
  return [
    `## ${title}`,
    table(head, items.slice(0, most).map(cells)),
    ...(more > 0 ? [`And ${describeCount(more)} more in analysis.json.`] : []),
  ];
}
