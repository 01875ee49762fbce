import type { FamilyActivity } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

/** A time in which a log that should go on has no records. */
export interface Silence {
  /** Last record before it, to the minute, epoch milliseconds. */
  readonly startMs: number;
  /** First record after it; the end of all logs when there is none. */
  readonly endMs: number;
  /** Records that the rate around it would have given. */
  readonly expected: number;
  /** Whether nothing follows. */
  readonly isOpen: boolean;
}

const MINUTE_MS = 60_000;
const MIN_SILENCE_MINUTES = 10;
/** With fewer records expected, silence may be chance: one in a thousand at 7, and logs come in waves. */
const MIN_EXPECTED = 20;
const AROUND_MINUTES = 60;
/** A gap must be this many times the longest one that is usual for the file. */
const MIN_FACTOR = 3;
/** Share of gaps that are usual. */
const USUAL_SHARE = 0.995;

/**
 * Silences of one file family, judged by its own rhythm: longer than what is usual for it, at a rate (the lower one of
 * the hour before and the hour after) that would have given many records.
 */
export function findSilences({ minutes }: FamilyActivity, span: LogSpan): Silence[] {
  const active = [...minutes.keys()].sort((a, b) => a - b);
  if (active.length < 2) return [];
  const usual = usualGap(active);
  const endMinute = Math.floor(span.endMs / MINUTE_MS);
  return [...active, ...(endMinute > active.at(-1)! ? [endMinute + 1] : [])].flatMap(
    (minute, index, all): Silence[] => {
      const before = all[index - 1];
      if (before === undefined || minute - before <= Math.max(MIN_SILENCE_MINUTES, MIN_FACTOR * usual)) {
        return [];
      }
      const isOpen = index === active.length;
      const rates = [rateIn(minutes, before - AROUND_MINUTES + 1, before + 1)];
      if (!isOpen) rates.push(rateIn(minutes, minute, Math.min(minute + AROUND_MINUTES, endMinute + 1)));
      const expected = Math.min(...rates) * (minute - before - 1);
      if (expected < MIN_EXPECTED) return [];
      return [{
        startMs: (before + 1) * MINUTE_MS,
        endMs: isOpen ? span.endMs : minute * MINUTE_MS,
        expected,
        isOpen,
      }];
    },
  );
}

function usualGap(active: readonly number[]): number {
  const gaps = active.slice(1).map((minute, index) => minute - active[index]!).sort((a, b) => a - b);
  return gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * USUAL_SHARE))]!;
}

function rateIn(minutes: ReadonlyMap<number, number>, from: number, to: number): number {
  let count = 0;
  for (let minute = from; minute < to; minute++) count += minutes.get(minute) ?? 0;
  return count / Math.max(1, to - from);
}
