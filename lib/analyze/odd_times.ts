import type { Diagnostic } from "../errors.ts";
import type { LogTally, MemberRecord } from "./log_tally.ts";

const MINUTE_MS = 60_000;
/** With fewer records, none of them is an exception. */
const MIN_RECORDS = 200;
/** Records further than this from all others are not of the same time. */
const FAR_MINUTES = 60 * 1440;
/** So few, or this share of all, are exceptions: a flipped bit, a clock that was not set yet at a start. */
const MAX_ODD_RECORDS = 3;
const MAX_ODD_SHARE = 0.001;

/**
 * Takes records with times far from all others out of the activity, and out of the span of their files: one flipped bit
 * would stretch a week of logs over centuries. They stay counted; the diagnostics tell where they are.
 */
export function setOddTimesAside(tally: LogTally): Diagnostic[] {
  const activities = [...tally.activity.values()].filter(({ category }) => category !== "migration");
  const [from, to] = usualRange(activities.map(({ minutes }) => minutes));
  for (const { minutes } of activities) {
    minutes.forEach((_count, minute) => {
      if (minute < from || minute > to) minutes.delete(minute);
    });
  }
  const range = { startMs: from * MINUTE_MS, endMs: (to + 1) * MINUTE_MS - 1 };
  return tally.members.flatMap((member, index) => {
    if (!("summary" in member) || member.category === "migration" || isInside(member, range)) return [];
    tally.members[index] = clamped(member, range);
    return [toDiagnostic(member)];
  });
}

/** First and last minute without the few records that are far before or after all others. */
function usualRange(activities: readonly ReadonlyMap<number, number>[]): readonly [from: number, to: number] {
  let [total, from, to] = [0, Infinity, -Infinity];
  for (const activity of activities) {
    activity.forEach((count, minute) => {
      total += count;
      if (minute < from) from = minute;
      if (minute > to) to = minute;
    });
  }
  if (total < MIN_RECORDS) return [-Infinity, Infinity];
  if (to - from <= FAR_MINUTES) return [from, to];
  const counts = new Map<number, number>();
  for (const activity of activities) {
    for (const [minute, count] of activity) counts.set(minute, (counts.get(minute) ?? 0) + count);
  }
  const minutes = [...counts.keys()].sort((a, b) => a - b);
  const most = Math.max(MAX_ODD_RECORDS, total * MAX_ODD_SHARE);
  return [edgeOf(minutes, counts, most), edgeOf(minutes.toReversed(), counts, most)];
}

/** The first minute after the last far gap with few records before it. */
function edgeOf(minutes: readonly number[], counts: ReadonlyMap<number, number>, most: number): number {
  let edge = minutes[0]!;
  let passed = 0;
  for (let i = 1; i < minutes.length; i++) {
    passed += counts.get(minutes[i - 1]!)!;
    if (passed > most) break;
    if (Math.abs(minutes[i]! - minutes[i - 1]!) > FAR_MINUTES) edge = minutes[i]!;
  }
  return edge;
}

interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

function isInside({ summary }: MemberRecord, { startMs, endMs }: Range): boolean {
  return (summary.startMs ?? startMs) >= startMs && (summary.endMs ?? endMs) <= endMs;
}

function clamped(member: MemberRecord, { startMs, endMs }: Range): MemberRecord {
  const { summary } = member;
  const clamp = (timeMs: number | null) =>
    timeMs === null ? null : Math.min(Math.max(timeMs, startMs), endMs);
  return { ...member, summary: { ...summary, startMs: clamp(summary.startMs), endMs: clamp(summary.endMs) } };
}

function toDiagnostic({ input, path }: MemberRecord): Diagnostic {
  return {
    code: "log.odd-times",
    severity: "warning",
    message:
      `Some records of ${path} have times months or more from all others: they count, but not for the time covered`,
    input,
    member: path,
  };
}
