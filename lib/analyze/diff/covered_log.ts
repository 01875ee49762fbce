import type { Category } from "../../parse/member_origin.ts";
import type { Coverage } from "../analysis.ts";

/** A stretch of time, epoch milliseconds, the end excluded. */
export interface Stretch {
  /** Start. */
  readonly startMs: number;
  /** End. */
  readonly endMs: number;
}

/** A log of one host and the time it can tell about. */
export interface CoveredLog {
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** What it covers, by start, without overlap. */
  readonly stretches: readonly Stretch[];
}

/** A log with one record still tells about that moment. */
const LEAST_MS = 60_000;
const HOUR_MS = 3_600_000;
const HOURS = 24;

/** The logs that have a time; what files of that time would have told is not covered, what was silent is. */
export function coveredLogs(coverage: readonly Coverage[]): CoveredLog[] {
  return coverage.flatMap(({ host, category, start, end, gaps }) => {
    if (start === null || end === null) return [];
    const startMs = Date.parse(start);
    const whole = { startMs, endMs: Math.max(Date.parse(end), startMs + LEAST_MS) };
    const lost = gaps.filter(({ kind }) => kind !== "silent")
      .map((gap) => ({ startMs: Date.parse(gap.start), endMs: Date.parse(gap.end) }));
    return [{ host, category, stretches: without(whole, lost) }];
  });
}

/** Sum of the time of all logs, in milliseconds. */
export function logTime(logs: readonly CoveredLog[]): number {
  return logs.reduce((sum, { stretches }) => sum + lengthOf(stretches), 0);
}

/** Time that any of the logs covers, in milliseconds. */
export function clockTime(logs: readonly CoveredLog[]): number {
  return lengthOf(joined(logs.flatMap(({ stretches }) => stretches)));
}

/** Hours of the day, 0 to 23 in UTC, that any of the logs covers a part of. */
export function hoursOfDay(logs: readonly { readonly stretches: readonly Stretch[] }[]): Set<number> {
  const hours = new Set<number>();
  for (const { startMs, endMs } of logs.flatMap(({ stretches }) => stretches)) {
    const first = Math.floor(startMs / HOUR_MS);
    const last = Math.min(Math.ceil(endMs / HOUR_MS), first + HOURS);
    for (let hour = first; hour < last; hour++) hours.add(hour % HOURS);
  }
  return hours;
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last === undefined || stretch.startMs > last.endMs) result.push(stretch);
    else result[result.length - 1] = { ...last, endMs: Math.max(last.endMs, stretch.endMs) };
  }
  return result;
}

function without(whole: Stretch, lost: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  let startMs = whole.startMs;
  for (const gap of joined(lost)) {
    if (gap.startMs > startMs) result.push({ startMs, endMs: Math.min(gap.startMs, whole.endMs) });
    startMs = Math.max(startMs, gap.endMs);
  }
  if (startMs < whole.endMs) result.push({ startMs, endMs: whole.endMs });
  return result;
}
