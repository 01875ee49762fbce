import type { Diagnostic } from "../errors.ts";
import type { TextPlace } from "../scan/column_block.ts";
import type { MemberRecord } from "./log_tally.ts";

/** What the scan of a file has to report: lines it could not place, cut or leave alone. */
export function memberDiagnostics(record: MemberRecord): Diagnostic[] {
  const { summary, category } = record;
  const { rejects, longLines, orphanLines, overflow, layout } = summary;
  const diagnostics: Diagnostic[] = [];
  const report = (
    code: string,
    severity: Diagnostic["severity"],
    message: string,
    place?: TextPlace | null,
    count?: number,
  ) =>
    diagnostics.push({
      code,
      severity,
      message,
      input: record.input,
      member: record.path,
      ...(place ? { line: place.line, byteOffset: place.byteOffset } : {}),
      ...(count !== undefined && count > 1 ? { count } : {}),
    });
  const rejected = summary.rejectedLines - orphanLines;
  const sample = rejects.find(({ reason }) => !reason.startsWith("it continues"));
  if (rejected > 0) {
    const text = sample === undefined
      ? ""
      : `, for example line ${sample.line}: ${sample.reason}: ${quoted(sample.text)}`;
    report(
      "log.rejected-lines",
      "warning",
      `Cannot read ${lines(rejected)} of ${summary.lines} of ${record.path}${text}`,
      sample,
      rejected,
    );
  }
  if (orphanLines > 0) {
    const first = rejects.find(({ reason }) => reason.startsWith("it continues"));
    report(
      "log.starts-inside-record",
      "note",
      `${record.path} starts inside a record: ${lines(orphanLines)} before the first one`,
      first,
      orphanLines,
    );
  }
  if (longLines.count > 0) {
    report(
      "limit.line-bytes",
      "warning",
      `Cut ${lines(longLines.count)} of ${record.path} longer than the limit (--max-line-bytes)`,
      longLines.first,
      longLines.count,
    );
  }
  if (overflow > 0) {
    report(
      "limit.templates",
      "warning",
      `Counted ${overflow} records of ${record.path} together: too many different messages, routes or clients`,
      null,
      overflow,
    );
  }
  if (record.duplicates > 0) {
    report(
      "log.duplicate-records",
      "note",
      `${record.duplicates} records of ${record.path} are in another file as well and count once`,
      null,
      record.duplicates,
    );
  }
  if (summary.unwatched > 0) {
    report(
      "limit.watched",
      "warning",
      `Cannot look at all of ${record.path} one by one: ${summary.unwatched} more records or lines were left out`,
      null,
      summary.unwatched,
    );
  }
  if (layout === "legacy") {
    report(
      "log.legacy-layout",
      "note",
      `${record.path} has the layout of early versions, without times: its lines are counted, not analysed`,
    );
  }
  if (layout === "startup") {
    report(
      "log.no-times",
      "note",
      `${record.path} holds console output without times: known issues are looked for, but nothing tells when they were`,
    );
  }
  if (layout === null && category === "other" && summary.lines > 0) {
    report(
      "member.not-a-log",
      "note",
      `${record.path} is no log that is known: its ${lines(summary.lines)} were left out`,
    );
  }
  return diagnostics;
}

function lines(count: number): string {
  return `${count} ${count === 1 ? "line" : "lines"}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= 120 ? text : `${text.slice(0, 117)}...`);
}
