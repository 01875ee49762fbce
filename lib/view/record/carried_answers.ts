import type { Clock } from "../../analyze/analysis.ts";
import type { Finding } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { parseFilter } from "../../query/parse_filter.ts";
import { fitsEvent } from "../../query/match/event_test.ts";
import { fitsRecord } from "../../query/match/record_test.ts";
import type { QueryRow } from "../../query/query_row.ts";
import { AROUND_MS } from "../../query/read_term.ts";
import { comparePositions, cursorOf, readCursor, type RowPosition } from "../../query/row_position.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { notThere } from "../address_error.ts";
import type { LineAnswer, LineQuestion, PageSource, RecordAnswer, RecordQuestion } from "../page_source.ts";
import { type CarriedRecord, type CarriedRecords, carriedRecords, carriedRow } from "./carried_records.ts";

type Place = RowPosition & { readonly row: (cursor: string) => QueryRow };

/** What a report answers about records and lines: from the evidence it carries. */
export function carriedAnswers(index: ReportIndex): Pick<PageSource, "records" | "lines" | "memberOf"> {
  let carried: CarriedRecords | null = null;
  const all = () => carried ??= carriedRecords(index.analysis);
  return {
    records: (question) => answerRecords(all(), question, index),
    lines: (place) => answerLines(all(), place),
    memberOf: ({ input, member }) => {
      const number = all().members.findIndex((one) => one.input === input && one.path === member);
      return number < 0 ? null : number;
    },
  };
}

/** As `omlens query` answers, with the same meaning of every part of the question. */
function answerRecords(
  { records }: CarriedRecords,
  question: RecordQuestion,
  index: ReportIndex,
): RecordAnswer {
  const { recordsOnly, cursor, limit } = question;
  const finding = findingOf(question, index);
  const after = cursor === undefined ? null : readCursor(cursor);
  const places = [...recordPlaces(records, question, { index, finding })];
  if (!recordsOnly) places.push(...eventPlaces(question, { index, finding }));
  const left = places.filter((place) => after === null || comparePositions(place, after) > 0)
    .sort(comparePositions);
  const items = left.slice(0, limit).map((place) => place.row(cursorOf(place)));
  return {
    items,
    nextCursor: left.length > limit ? items.at(-1)?.cursor ?? null : null,
    isPartial: false,
    problems: [],
  };
}

function findingOf({ finding }: RecordQuestion, { findingById }: ReportIndex): Finding | null {
  if (finding === undefined) return null;
  return findingById.get(finding) ?? throwing(notThere("finding", finding, "take one from the findings"));
}

function throwing(error: Error): never {
  throw error;
}

interface Subject {
  readonly index: ReportIndex;
  readonly finding: Finding | null;
}

function recordPlaces(
  records: readonly CarriedRecord[],
  question: RecordQuestion,
  subject: Subject,
): Place[] {
  const { index: { analysis }, finding } = subject;
  const filter = parseFilter(question.filter);
  const isInside = windowTest(question);
  const offsets = offsetsOf(question.corrected ? analysis.clocks : []);
  return records.flatMap((record) => {
    const orderMs = record.timeMs - (offsets.get(record.member.host) ?? 0);
    const isWanted = isInside(orderMs) && (finding === null || record.findings.has(finding.id)) &&
      (question.signature === undefined || record.signatures.has(question.signature)) &&
      fitsRecord(filter, record.view);
    if (!isWanted) return [];
    return [{ orderMs, rank: record.rank, place: record.place, row: (cursor) => carriedRow(record, cursor) }];
  });
}

function eventPlaces(question: RecordQuestion, { index: { analysis }, finding }: Subject): Place[] {
  const filter = parseFilter(question.filter);
  const isInside = windowTest(question);
  return analysis.events.flatMap((event, place) => {
    const orderMs = Date.parse(event.time);
    if (!isInside(orderMs) || !fitsEvent(filter, event) || !isOf(event, finding)) return [];
    const row = (cursor: string) => ({
      kind: "event" as const,
      cursor,
      time: event.time,
      timeMs: orderMs,
      event,
    });
    return [{ orderMs, rank: 0, place, row }];
  });
}

/** Events while a finding lasts, or that may have caused or confirm it. */
function isOf({ id, time }: EventRow, finding: Finding | null): boolean {
  if (finding === null) return true;
  const { first, last, causes, confirmedBy } = finding;
  return (time >= first && time <= last) || confirmedBy.includes(id) ||
    causes.some(({ eventId }) => eventId === id);
}

/** A record without a time is in no window, and not in the order. */
function windowTest(
  { since = -Infinity, until = Infinity, around }: RecordQuestion,
): (timeMs: number) => boolean {
  const from = Math.max(since, around === undefined ? -Infinity : around - AROUND_MS);
  const to = Math.min(until, around === undefined ? Infinity : around + AROUND_MS);
  return (timeMs) => timeMs >= from && timeMs <= to;
}

function offsetsOf(clocks: readonly Clock[]): Map<string, number> {
  return new Map(clocks.map(({ host, offsetMs }) => [host, offsetMs]));
}

/** Lines of evidence in one log file; a record of several lines has them all. */
function answerLines({ members, records }: CarriedRecords, question: LineQuestion): LineAnswer {
  const { member: wanted, input, line, before, after } = question;
  const found = members.findIndex((one) =>
    one.path === wanted && (input === undefined || one.input === input)
  );
  const number = found >= 0 ? found : /^\d{1,9}$/.test(wanted) ? Number(wanted) : -1;
  const { [number]: member } = members;
  if (member === undefined) {
    throw notThere("log file", wanted, "open the case with omlens serve to see all of them");
  }
  const lines = new Map<number, string>();
  for (const { rank, evidence } of records) {
    if (rank !== number + 1) continue;
    evidence.text.split("\n").forEach((text, i) => {
      const at = evidence.line + i;
      if (at >= line - before && at <= line + after) lines.set(at, text);
    });
  }
  return {
    input: member.input,
    member: member.path,
    host: member.host,
    lines: [...lines].sort(([a], [b]) => a - b).map(([at, text]) => ({ line: at, text })),
  };
}
