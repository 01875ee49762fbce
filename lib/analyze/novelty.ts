import type { LogTally } from "./log_tally.ts";
import { BIN_MS, type SeriesPart } from "./series_store.ts";
import type { SignatureEntry } from "./signature_table.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, totalOf } from "./time_grid.ts";
import { WorkClock } from "./work_clock.ts";

/** Since when a signature is there, and how often. */
export interface Novelty {
  /** First record, epoch milliseconds. */
  readonly onsetMs: number;
  /** Records. */
  readonly count: number;
}

const HOUR_MS = 3_600_000;
/** Expected number of signatures that start late by chance, over all that could. */
const CHANCE = 0.002;
const MIN_COUNT = 3;
/** So much time and work must be known that the signature is not in. */
const MIN_SHARE = 0.1;
const IN_NUMBERS = 6;
const LIKE_SHARE = 1 / 3;
const WAIT_FACTOR = 1.2;

/** Whether a message tells of trouble, as far as its level and an exception say. */
export function isSerious({ level, exception }: Pick<SignatureEntry, "level" | "exception">): boolean {
  return level === "ERROR" || level === "WARN" || exception !== null;
}

/** The serious signatures that are new, and since when. */
export function findNovelties(
  tally: Pick<LogTally, "activity" | "hosts">,
  span: LogSpan,
  entries: readonly SignatureEntry[],
): Map<SignatureEntry, Novelty> {
  const serious = entries.filter(isSerious);
  const chance = CHANCE / Math.max(1, serious.length);
  const clock = new WorkClock(tally, span);
  return new Map(serious.flatMap((entry) => {
    const hosts = new Set(entry.parts.map(({ host }) => tally.hosts[host]!));
    const share = (timeMs: number) => clock.shareBefore(hosts, timeMs);
    const novelty = noveltyOf(entry.parts, span, share, chance);
    return novelty === null ? [] : [[entry, novelty]];
  }));
}

/**
 * A signature is new when it starts late: were its records spread evenly over time and work, so long without them would
 * be less likely than `chance`; or it comes in numbers from its first hour on.
 */
function noveltyOf(
  parts: readonly SeriesPart[],
  { startMs, endMs }: LogSpan,
  workBefore: (timeMs: number) => number,
  chance: number,
): Novelty | null {
  const { count, firstMs } = totalOf(parts);
  const time = (firstMs - startMs) / Math.max(1, endMs - startMs);
  if (count < MIN_COUNT || time < MIN_SHARE || firstMs - startMs < HOUR_MS / 4) return null;
  const share = Math.min(time, workBefore(firstMs));
  if (share < MIN_SHARE) return null;
  const inFirstHour = countBetween(parts, firstMs - BIN_MS, firstMs + HOUR_MS).count;
  const isLate = (1 - share) ** occupiedPeriods(parts) < chance;
  const isNew = isLate || inFirstHour >= IN_NUMBERS;
  return isNew && firstMs - startMs > longestWait(parts, inFirstHour) ? { onsetMs: firstMs, count } : null;
}

/** Longest time from one heap of about as many records to the next: what comes so seldom is not new. */
function longestWait(parts: readonly SeriesPart[], count: number): number {
  const hours = new Map<number, number>();
  for (const part of parts) {
    part.forEach((binMs, own) => {
      const hour = Math.floor(binMs / HOUR_MS);
      hours.set(hour, (hours.get(hour) ?? 0) + own);
    });
  }
  const heaps = [...hours.keys()].sort((a, b) => a - b)
    .filter((hour) => hours.get(hour)! + (hours.get(hour + 1) ?? 0) >= LIKE_SHARE * count);
  let longest = 0;
  for (let at = 1; at < heaps.length; at++) longest = Math.max(longest, heaps[at]! - heaps[at - 1]!);
  return longest * HOUR_MS * WAIT_FACTOR;
}

/** Ten-minute periods with records: what comes in one stroke is one occurrence. */
function occupiedPeriods(parts: readonly SeriesPart[]): number {
  const periods = new Set<number>();
  for (const part of parts) part.forEach((binMs) => periods.add(Math.floor(binMs / 600_000)));
  return periods.size;
}
