/** A time in which a log that should go on has no records. */
export interface Silence {
  /** Last record before it, epoch milliseconds; where only the minute is known, its end. */
  readonly startMs: number;
  /** First record after it; where only the minute is known, its start; the end of the logs when there is none. */
  readonly endMs: number;
  /** Records that the rate around it would have given. */
  readonly expected: number;
  /** Whether nothing follows. */
  readonly isOpen: boolean;
}

const MINUTE_MS = 60_000;
const MIN_SILENCE_MINUTES = 10;
/** With fewer minutes expected that have records, silence may be chance: one in a thousand at 7, and logs come in waves. */
const MIN_EXPECTED = 20;
/** The rate around a gap is the least one of these: traffic that fades out and comes back slowly is a lull. */
const AROUND_MINUTES = [20, 60] as const;
/** More of a long silence's surroundings tell nothing more. */
const MAX_AROUND_MINUTES = 10_080;
/** A gap must be this many times the longest one that is usual for the file. */
const MIN_FACTOR = 3;
/** What happens more often than this is usual. */
const MAX_UNUSUAL = 3;

/**
 * Silences of one file family, judged by its own rhythm: longer than what is usual for it, at a rate (the least one
 * around it) that would have filled many minutes. Minutes count, not records: those come in heaps.
 */
export function findSilences(
  { minutes }: { readonly minutes: ReadonlyMap<number, number> },
  endMs: number,
): Silence[] {
  const active = minutesOf(minutes);
  // What was never seen in so many minutes has no rhythm.
  if (active.length < MIN_EXPECTED) return [];
  const endMinute = Math.floor(endMs / MINUTE_MS);
  const shortest = Math.max(MIN_SILENCE_MINUTES, MIN_FACTOR * usualGap(active));
  const silences: Silence[] = [];
  const isOver = endMinute > active.at(-1)!;
  for (let index = 1; index < active.length + Number(isOver); index++) {
    const before = active[index - 1]!;
    const minute = active[index] ?? endMinute + 1;
    if (minute - before <= shortest) continue;
    const isOpen = index === active.length;
    const silent = minute - before - 1;
    // A few records right at the edge say little about a long time: as much time on each side has to say the same.
    const sides = [...AROUND_MINUTES, Math.min(silent, MAX_AROUND_MINUTES)].flatMap((length) => [
      activityIn(minutes, Math.max(active[0]!, before - length + 1), before + 1),
      ...(isOpen ? [] : [activityIn(minutes, minute, Math.min(minute + length, endMinute + 1))]),
    ]);
    if (Math.min(...sides.map(({ occupation }) => occupation)) * silent < MIN_EXPECTED) continue;
    silences.push({
      startMs: (before + 1) * MINUTE_MS,
      endMs: isOpen ? endMs : minute * MINUTE_MS,
      expected: Math.min(...sides.map(({ rate }) => rate)) * silent,
      isOpen,
    });
  }
  return silences;
}

/** Those that have a count, in order. */
function minutesOf(minutes: ReadonlyMap<number, number>): Float64Array {
  const active = new Float64Array(minutes.size);
  let length = 0;
  minutes.forEach((_count, minute) => active[length++] = minute);
  return active.sort();
}

/** The longest gap but for the few that are longer still. */
function usualGap(active: Float64Array): number {
  const longest: number[] = [];
  for (let index = 1; index < active.length; index++) {
    const gap = active[index]! - active[index - 1]!;
    if (longest.length > MAX_UNUSUAL && gap <= longest.at(-1)!) continue;
    longest.splice(longest.findLastIndex((other) => other >= gap) + 1, 0, gap);
    longest.length = Math.min(longest.length, MAX_UNUSUAL + 1);
  }
  return longest.at(-1)!;
}

interface SideActivity {
  /** Records a minute. */
  readonly rate: number;
  /** Arrivals a minute, if each filled a minute: what leaves that many minutes empty by chance. */
  readonly occupation: number;
}

function activityIn(minutes: ReadonlyMap<number, number>, from: number, to: number): SideActivity {
  let count = 0;
  let empty = 0;
  for (let minute = from; minute < to; minute++) {
    const records = minutes.get(minute) ?? 0;
    count += records;
    if (records === 0) empty++;
  }
  return { rate: count / (to - from), occupation: -Math.log(Math.max(empty, 0.5) / (to - from)) };
}
