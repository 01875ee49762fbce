import type { Stretch } from "./counting_windows.ts";
import type { MatchedRecord } from "./matched_record.ts";

/** What must not be missing after what. */
export interface Absence<Ref> {
  /** Id of the rule of what happens. */
  readonly first: string;
  /** Id of the rule of what follows. */
  readonly second: string;
  /** Longest time after which it still follows, inclusive. */
  readonly timespanMs: number;
  /** When the logs end that could tell, epoch milliseconds. */
  readonly logEndMs: (record: MatchedRecord<Ref>) => number;
}

/**
 * The stretches of records, which must be in time order, that nothing follows in time although the logs go on. What follows
 * in the same millisecond follows. Records whose waits overlap are one stretch.
 */
export function absenceStretches<Ref>(
  records: readonly MatchedRecord<Ref>[],
  { first, second, timespanMs, logEndMs }: Absence<Ref>,
): Stretch<Ref>[] {
  const answers = records.filter(({ rule }) => rule === second);
  const stretches: MatchedRecord<Ref>[][] = [];
  let next = 0;
  for (const record of records) {
    if (record.rule !== first) continue;
    while ((answers[next]?.timeMs ?? Number.POSITIVE_INFINITY) < record.timeMs) next++;
    const dueMs = record.timeMs + timespanMs;
    if ((answers[next]?.timeMs ?? Number.POSITIVE_INFINITY) <= dueMs || logEndMs(record) < dueMs) continue;
    const before = stretches.at(-1);
    if (before !== undefined && record.timeMs - (before.at(-1)?.timeMs ?? 0) <= timespanMs) {
      before.push(record);
    } else stretches.push([record]);
  }
  return stretches.map((unanswered) => ({ records: unanswered, completions: unanswered }));
}
