import { parseApplicationRecord } from "../parse/application_record.ts";
import { parseHeaderLine } from "../parse/header_line.ts";
import type { Category } from "../parse/member_origin.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { HeaderLine, Sample } from "../scan/column_block.ts";
import type { Restart } from "./analysis.ts";
import { evidenceOf } from "./evidence.ts";
import type { MemberRecord } from "./log_tally.ts";

/** The pre-flight check and the server open the same file, one after the other (`log-formats.md` §2.2). */
const SAME_START_MS = 120_000;
/** Records of a rolled file and of the next one follow each other within this time. */
const ROTATION_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** In a thin log, within so many times the mean time between its records. */
const ROTATION_FACTOR = 30;
const SHUTDOWN = /\bshut(?:ting)?[ -]?down\b|\bstopp(?:ed|ing)\b|\bSIGTERM\b/i;
const STARTUP_THREAD = /^main$|shutdown/i;

/** A restart with its time in milliseconds. */
export interface TimedRestart extends Restart {
  /** Log of the process: `daemon` is another one than the server. */
  readonly category: Category;
  /** When it came back, epoch milliseconds. */
  readonly timeMs: number;
}

interface Opening {
  readonly member: MemberRecord;
  readonly header: HeaderLine;
  readonly timeMs: number;
  readonly version: string | null;
  /** Last record of the same server before it, if any. */
  readonly before: Sample | null;
  readonly beforeMember: MemberRecord;
}

/** Starts of server processes, by time, then host: header lines that are no rotation, two of one start as one. */
export function findRestarts(members: readonly MemberRecord[]): TimedRestart[] {
  const logs = members.filter(({ category }) => category === "application" || category === "daemon");
  const families = Map.groupBy(logs, ({ host, category, family }) => `${host}\0${category}\0${family}`);
  return [...families.values()].flatMap(restartsOf)
    .sort((a, b) => a.timeMs - b.timeMs || (a.host < b.host ? -1 : a.host > b.host ? 1 : 0));
}

function restartsOf(files: readonly MemberRecord[]): TimedRestart[] {
  const ordered = files.toSorted((a, b) => (a.summary.startMs ?? 0) - (b.summary.startMs ?? 0));
  const openings = ordered.flatMap((member, index) => openingsOf(member, ordered[index - 1] ?? null));
  const restarts: TimedRestart[] = [];
  let version: string | null = null;
  let pairedMs = -Infinity;
  for (const opening of openings) {
    const previous = restarts.at(-1);
    const isSameStart = previous !== undefined && opening.timeMs - previous.timeMs <= SAME_START_MS &&
      previous.timeMs !== pairedMs && opening.version === previous.version &&
      isStartup(opening.header.before.at(-1));
    if (isSameStart) pairedMs = previous.timeMs;
    else if (!isRotation(opening)) restarts.push(toRestart(opening, version));
    version = opening.version ?? version;
  }
  return restarts;
}

function openingsOf(member: MemberRecord, previous: MemberRecord | null): Opening[] {
  return member.summary.headers.flatMap((header): Opening[] => {
    const timeMs = header.after[0]?.timeMs ?? header.before.at(-1)?.timeMs ?? member.summary.endMs;
    if (timeMs === null || timeMs === undefined) return [];
    const own = header.before.at(-1) ?? null;
    const version = parseHeaderLine(header.text.trimEnd())?.version ?? null;
    const beforeMember = own === null && previous !== null ? previous : member;
    return [{ member, header, timeMs, version, before: own ?? lastOf(previous), beforeMember }];
  });
}

/** The last record of a file stands for what went on before the next one was opened. */
function lastOf(member: MemberRecord | null): Sample | null {
  return member?.summary.lastRecord ?? null;
}

/** A header at the start of a file, after which the ordinary work of before just goes on. */
function isRotation({ header, before, beforeMember, timeMs }: Opening): boolean {
  if (header.before.length > 0) return false;
  const startsUp = header.after.some(isStartup);
  if (before === null) return !startsUp;
  const slackMs = Math.max(ROTATION_MS, ROTATION_FACTOR * intervalOf(beforeMember));
  // Where the file of a whole day is not there, nobody knows what was between.
  const lacksDay = Math.floor(timeMs / DAY_MS) - Math.floor(before.timeMs / DAY_MS) > 1;
  return (timeMs - before.timeMs < slackMs || lacksDay) && !startsUp;
}

/** Mean time between records, milliseconds. */
function intervalOf({ summary: { startMs, endMs, records } }: MemberRecord): number {
  return ((endMs ?? 0) - (startMs ?? 0)) / Math.max(1, records);
}

function toRestart(
  { member, header, timeMs, version, before, beforeMember }: Opening,
  previousVersion: string | null,
): TimedRestart {
  const wentBefore = header.before.length > 0 ? header.before : before === null ? [] : [before];
  const line = evidenceOf(header, member, null);
  return {
    host: member.host,
    category: member.category,
    time: formatTime(timeMs),
    timeMs,
    version,
    previousVersion,
    kind: before === null ? "start" : wentBefore.some(isShutdown) ? "clean" : "abrupt",
    silentMs: before === null ? null : Math.max(0, timeMs - before.timeMs),
    evidence: before === null ? [line] : [evidenceOf(before, beforeMember, before.timeMs), line],
  };
}

function isStartup(sample: Sample | undefined): boolean {
  // Most have a stack trace below, which is not to be read.
  const record = sample === undefined ? null : parseApplicationRecord(sample.text.split("\n", 1)[0]!);
  return record !== null && STARTUP_THREAD.test(record.thread);
}

function isShutdown({ text }: Sample): boolean {
  const record = parseApplicationRecord(text);
  return record !== null && (SHUTDOWN.test(record.message) || /shutdown/i.test(record.thread));
}
