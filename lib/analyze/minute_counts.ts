const DAY_MINUTES = 1440;
/** Of one log: ten years. */
const MAX_OWN_DAYS = 3660;

/** How many more days may be counted; shared by all counts of a run. */
export class MinuteBudget {
  #left: number;

  /** Starts with so many days. */
  constructor(days: number) {
    this.#left = days;
  }

  /** Takes a day; says whether there was one. */
  take(): boolean {
    return this.#left-- > 0;
  }
}

/**
 * Counts by minute since the epoch, 6 KB for each day with a record: a tenth of what a map takes for a log that goes on.
 * Reads as the map of the minutes that have a count.
 */
export class MinuteCounts implements ReadonlyMap<number, number> {
  readonly #days = new Map<number, Uint32Array>();
  readonly #budget: MinuteBudget;
  #size = 0;

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
    let day = this.#days.get(number);
    if (day === undefined) {
      if (this.#days.size >= MAX_OWN_DAYS || !this.#budget.take()) return false;
      this.#days.set(number, day = new Uint32Array(DAY_MINUTES));
    }
    const at = minute - number * DAY_MINUTES;
    if (day[at] === 0) this.#size++;
    day[at]! += count;
    return true;
  }

  /** Forgets the count of a minute; says whether there was one. */
  delete(minute: number): boolean {
    if (!this.has(minute)) return false;
    const number = Math.floor(minute / DAY_MINUTES);
    this.#days.get(number)![minute - number * DAY_MINUTES] = 0;
    this.#size--;
    return true;
  }

  /** The count of a minute, when it has one. */
  get(minute: number): number | undefined {
    const number = Math.floor(minute / DAY_MINUTES);
    return this.#days.get(number)?.[minute - number * DAY_MINUTES] || undefined;
  }

  /** Whether a minute has a count. */
  has(minute: number): boolean {
    return this.get(minute) !== undefined;
  }

  /** Minutes and their counts; in order of a day. */
  *entries(): MapIterator<[minute: number, count: number]> {
    for (const [number, day] of this.#days) {
      for (let at = 0; at < DAY_MINUTES; at++) {
        if (day[at]! > 0) yield [number * DAY_MINUTES + at, day[at]!];
      }
    }
  }

  /** Minutes with a count. */
  *keys(): MapIterator<number> {
    for (const [minute] of this.entries()) yield minute;
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
      for (let at = 0; at < DAY_MINUTES; at++) {
        if (day[at]! > 0) visit(day[at]!, number * DAY_MINUTES + at, this);
      }
    }
  }
}
