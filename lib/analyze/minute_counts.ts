import { firstIndex } from "./first_index.ts";

const DAY_MINUTES = 1440;
/** Of one log: ten years. */
const MAX_OWN_DAYS = 3660;

/** Minutes that are counted together on days that there is little memory for. */
const COARSE_MINUTES = 10;
const COUNT_BYTES = 4;

/** Memory for days; shared by all counts of a run. The first half is for days by the minute, the rest by ten minutes. */
export class MinuteBudget {
  /** Days that are counted by ten minutes. */
  coarseDays = 0;
  #left: number;
  readonly #coarseFrom: number;

  /** Starts with so many bytes. */
  constructor(bytes: number) {
    this.#left = bytes;
    this.#coarseFrom = bytes / 2;
  }

  /** Room for a day; null: there is none. */
  take(): Uint32Array | null {
    const minutes = this.#left > this.#coarseFrom ? 1 : COARSE_MINUTES;
    const day = DAY_MINUTES / minutes;
    if (this.#left < COUNT_BYTES * day) return null;
    this.#left -= COUNT_BYTES * day;
    if (minutes > 1) this.coarseDays++;
    return new Uint32Array(day);
  }
}

/**
 * Counts by minute since the epoch, 6 KB for each day with a record: a tenth of what a map takes for a log that goes on.
 * On days that there is little memory for, ten minutes have the mean of their counts. Reads as the map of the minutes that
 * have a count.
 */
export class MinuteCounts implements ReadonlyMap<number, number> {
  readonly #days = new Map<number, Uint32Array>();
  readonly #budget: MinuteBudget;
  #size = 0;
  /** Numbers of the days, ascending; made when asked for. */
  #ordered: readonly number[] = [];

  /** Starts with nothing. */
  constructor(budget: MinuteBudget) {
    this.#budget = budget;
  }

  /** Minutes with a count. */
  get size(): number {
    return this.#size;
  }

  /** Adds to a minute; false: it is on one day too many. */
  add(minute: number, count: number): boolean {
    const number = Math.floor(minute / DAY_MINUTES);
    const day = this.#days.get(number) ?? this.#newDay(number);
    if (day === null) return false;
    const at = slotIn(day, minute - number * DAY_MINUTES);
    if (day[at] === 0) this.#size += minutesIn(day);
    day[at]! += count;
    return true;
  }

  /** Forgets the count of a minute, and of those counted with it; says whether there was one. */
  delete(minute: number): boolean {
    if (!this.has(minute)) return false;
    const number = Math.floor(minute / DAY_MINUTES);
    const day = this.#days.get(number)!;
    day[slotIn(day, minute - number * DAY_MINUTES)] = 0;
    this.#size -= minutesIn(day);
    return true;
  }

  /** The count of a minute, when it has one. */
  get(minute: number): number | undefined {
    const number = Math.floor(minute / DAY_MINUTES);
    const day = this.#days.get(number);
    return day === undefined ? undefined : countIn(day, minute - number * DAY_MINUTES) || undefined;
  }

  /** Whether a minute has a count. */
  has(minute: number): boolean {
    return this.get(minute) !== undefined;
  }

  /** Minutes and their counts; in order of a day. */
  *entries(): MapIterator<[minute: number, count: number]> {
    const entries: [number, number][] = [];
    this.forEach((count, minute) => entries.push([minute, count]));
    yield* entries;
  }

  /** Minutes with a count. */
  *keys(): MapIterator<number> {
    const minutes: number[] = [];
    this.forEach((_count, minute) => minutes.push(minute));
    yield* minutes;
  }

  /** Their counts. */
  *values(): MapIterator<number> {
    for (const [, count] of this.entries()) yield count;
  }

  /** See {@linkcode entries}. */
  [Symbol.iterator](): MapIterator<[minute: number, count: number]> {
    return this.entries();
  }

  /** Visits minutes and their counts; any may be deleted meanwhile. */
  forEach(visit: (count: number, minute: number, counts: ReadonlyMap<number, number>) => void): void {
    for (const [number, day] of this.#days) {
      const width = minutesIn(day);
      for (let slot = 0; slot < day.length; slot++) {
        if (day[slot] === 0) continue;
        const from = number * DAY_MINUTES + slot * width;
        if (width === 1) {
          visit(day[slot]!, from, this);
          continue;
        }
        const count = Math.ceil(day[slot]! / width);
        for (let minute = from; minute < from + width; minute++) visit(count, minute, this);
      }
    }
  }

  /**
   * Adds its counts to buckets from that minute on, so many minutes each. What was counted together is spread evenly: the
   * sum is exact.
   */
  countInto(counts: Float64Array, startMinute: number, bucketMinutes: number): void {
    for (const [number, day] of this.#days) {
      const dayMinute = number * DAY_MINUTES - startMinute;
      if (dayMinute <= -DAY_MINUTES || dayMinute >= counts.length * bucketMinutes) continue;
      const width = minutesIn(day);
      for (let slot = 0; slot < day.length; slot++) {
        const count = day[slot]!;
        const from = dayMinute + slot * width;
        for (let part = 0; count > 0 && part < width; part++) {
          const bucket = Math.floor((from + part) / bucketMinutes);
          if (bucket < 0 || bucket >= counts.length) continue;
          counts[bucket]! += Math.floor(count * (part + 1) / width) - Math.floor(count * part / width);
        }
      }
    }
  }

  /** The last minute with a count before that one; null: there is none. */
  lastBefore(minute: number): number | null {
    const own = Math.floor(minute / DAY_MINUTES);
    const numbers = this.#orderedDays();
    for (let at = firstIndex(numbers.length, (index) => numbers[index]! <= own) - 1; at >= 0; at--) {
      const dayMinute = numbers[at]! * DAY_MINUTES;
      const end = Math.min(minute - dayMinute, DAY_MINUTES);
      const last = lastIn(this.#days.get(numbers[at]!)!, end);
      if (last >= 0) return dayMinute + last;
    }
    return null;
  }

  #orderedDays(): readonly number[] {
    if (this.#ordered.length < this.#days.size) this.#ordered = [...this.#days.keys()].sort((a, b) => a - b);
    return this.#ordered;
  }

  #newDay(number: number): Uint32Array | null {
    const day = this.#days.size < MAX_OWN_DAYS ? this.#budget.take() : null;
    if (day !== null) this.#days.set(number, day);
    return day;
  }
}

function minutesIn(day: Uint32Array): number {
  return DAY_MINUTES / day.length;
}

function slotIn(day: Uint32Array, minuteOfDay: number): number {
  return day.length === DAY_MINUTES ? minuteOfDay : Math.floor(minuteOfDay / COARSE_MINUTES);
}

/** A count of ten minutes is at least one in each of them. */
function countIn(day: Uint32Array, minuteOfDay: number): number {
  return day.length === DAY_MINUTES
    ? day[minuteOfDay]!
    : Math.ceil(day[Math.floor(minuteOfDay / COARSE_MINUTES)]! / COARSE_MINUTES);
}

/** The last minute of a day with a count before another one; -1: there is none. */
function lastIn(day: Uint32Array, end: number): number {
  const width = minutesIn(day);
  for (let slot = Math.ceil(end / width) - 1; slot >= 0; slot--) {
    if (day[slot]! > 0) return Math.min((slot + 1) * width, end) - 1;
  }
  return -1;
}
