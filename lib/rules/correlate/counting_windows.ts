/** Windows of records that are judged by a number: how many different keys their records have. */
import type { CountCondition } from "../rule.ts";
import type { MatchedRecord } from "./matched_record.ts";

/** Records in time order that satisfy a correlation together. */
export interface Stretch<Ref> {
  /** What proves it, in time order. */
  readonly records: readonly MatchedRecord<Ref>[];
  /** Those with which a window came to satisfy it. */
  readonly completions: readonly MatchedRecord<Ref>[];
}

/** How windows are counted. */
export interface Counting<Ref> {
  /** Longest time from the first record to the last, inclusive. */
  readonly timespanMs: number;
  /** What is counted, each different one once. */
  readonly keysOf: (record: MatchedRecord<Ref>) => readonly unknown[];
  /** Bounds of the number. */
  readonly condition: CountCondition;
}

interface Range {
  readonly first: number;
  last: number;
  readonly completions: number[];
}

/**
 * The stretches of records, which must be in time order, whose windows satisfy the condition. With lower bounds only, every
 * window that reaches no further than the timespan is one, and those that share records are one stretch. With an upper bound
 * a part of a window would do where the whole is too much, so windows follow one another: each begins with the first record
 * after the one before, and takes all records in its timespan.
 */
export function countingStretches<Ref>(
  records: readonly MatchedRecord<Ref>[],
  counting: Counting<Ref>,
): Stretch<Ref>[] {
  const { lt, lte, eq } = counting.condition;
  const isBoundedAbove = lt !== null || lte !== null || eq !== null;
  const ranges = isBoundedAbove ? tumblingRanges(records, counting) : slidingRanges(records, counting);
  return ranges.map(({ first, last, completions }) => ({
    records: records.slice(first, last + 1),
    completions: completions.flatMap((index) => records[index] ?? []),
  }));
}

function slidingRanges<Ref>(records: readonly MatchedRecord<Ref>[], counting: Counting<Ref>): Range[] {
  const ranges: Range[] = [];
  const counter = new DistinctCounter();
  let first = 0;
  for (const [last, record] of records.entries()) {
    counter.add(counting.keysOf(record));
    for (; !isWithin(records[first], record, counting); first++) {
      const left = records[first];
      if (left !== undefined) counter.remove(counting.keysOf(left));
    }
    if (!satisfies(counter.size, counting.condition)) continue;
    const before = ranges.at(-1);
    if (before === undefined || before.last < first) ranges.push({ first, last, completions: [last] });
    else {
      before.last = last;
      before.completions.push(last);
    }
  }
  return ranges;
}

function tumblingRanges<Ref>(records: readonly MatchedRecord<Ref>[], counting: Counting<Ref>): Range[] {
  const ranges: Range[] = [];
  for (let first = 0; first < records.length;) {
    const counter = new DistinctCounter();
    let end = first;
    for (let next = records[end]; next && isWithin(records[first], next, counting); next = records[++end]) {
      counter.add(counting.keysOf(next));
    }
    const last = end - 1;
    if (satisfies(counter.size, counting.condition)) ranges.push({ first, last, completions: [last] });
    first = end;
  }
  return ranges;
}

function isWithin<Ref>(
  first: MatchedRecord<Ref> | undefined,
  last: MatchedRecord<Ref>,
  { timespanMs }: Counting<Ref>,
): boolean {
  return first === undefined || last.timeMs - first.timeMs <= timespanMs;
}

function satisfies(count: number, { gt, gte, lt, lte, eq }: CountCondition): boolean {
  return (gt === null || count > gt) && (gte === null || count >= gte) && (lt === null || count < lt) &&
    (lte === null || count <= lte) && (eq === null || count === eq);
}

/** How many different keys there are of what was added and not removed. */
class DistinctCounter {
  readonly #counts = new Map<unknown, number>();

  get size(): number {
    return this.#counts.size;
  }

  add(keys: readonly unknown[]): void {
    for (const key of keys) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  remove(keys: readonly unknown[]): void {
    for (const key of keys) {
      const left = (this.#counts.get(key) ?? 0) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    }
  }
}
