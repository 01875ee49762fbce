/** Whether matched records go together as a correlation says. */
import type { Correlation } from "../rule.ts";
import { absenceStretches } from "./absence_stretches.ts";
import { countingStretches, type Stretch } from "./counting_windows.ts";
import { groupRecords, valuesOf } from "./group_records.ts";
import type { MatchedRecord } from "./matched_record.ts";
import { orderedStretches } from "./ordered_stretches.ts";

/** Records that satisfy a correlation together. */
export interface Correlated<Ref> extends Stretch<Ref> {
  /** What they agree in, by word of `group_by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Time of the first record, epoch milliseconds. */
  readonly startMs: number;
  /** Time of the last record, epoch milliseconds; of an absence, when what did not follow was due. */
  readonly endMs: number;
}

/** What a correlation needs to know besides the records. */
export interface CorrelateOptions<Ref> {
  /** When the logs end that could tell what follows a record, epoch milliseconds. */
  readonly logEndMs: (record: MatchedRecord<Ref>) => number;
}

type Find<Ref> = (records: readonly MatchedRecord<Ref>[]) => Stretch<Ref>[];

/**
 * Finds the stretches of records that satisfy a correlation, by start, then by group. The records are those of its rules, in
 * any order; those of the same time keep theirs.
 */
export function correlate<Ref>(
  correlation: Correlation,
  records: readonly MatchedRecord<Ref>[],
  options: CorrelateOptions<Ref>,
): Correlated<Ref>[] {
  const dated = records.filter(({ timeMs }) => Number.isFinite(timeMs)).sort((a, b) => a.timeMs - b.timeMs);
  const find = finder(correlation, options);
  const waitMs = correlation.type === "absence" ? correlation.timespanMs : 0;
  return groupRecords(dated, correlation.groupBy).flatMap(({ values, records }) =>
    find(records).map((stretch) => ({
      ...stretch,
      group: values,
      startMs: stretch.records[0]?.timeMs ?? 0,
      endMs: (stretch.records.at(-1)?.timeMs ?? 0) + waitMs,
    }))
  ).sort((a, b) => a.startMs - b.startMs);
}

function finder<Ref>(
  { type, rules, timespanMs, condition, field }: Correlation,
  { logEndMs }: CorrelateOptions<Ref>,
): Find<Ref> {
  const bounds = { gt: null, gte: null, lt: null, lte: null, eq: null, ...condition };
  switch (type) {
    case "event_count": {
      const keysOf = ({ ref }: MatchedRecord<Ref>) => [ref];
      return (records) => countingStretches(records, { timespanMs, keysOf, condition: bounds });
    }
    case "value_count": {
      const keysOf = (record: MatchedRecord<Ref>) => valuesOf(record, field ?? "");
      return (records) =>
        countingStretches(withKeys(records, keysOf), { timespanMs, keysOf, condition: bounds });
    }
    case "temporal": {
      const keysOf = ({ rule }: MatchedRecord<Ref>) => [rule];
      const all = { ...bounds, gte: rules.length };
      return (records) => countingStretches(records, { timespanMs, keysOf, condition: all });
    }
    case "temporal_ordered":
      return (records) => orderedStretches(records, rules, timespanMs);
    case "absence": {
      const [first = "", second = ""] = rules;
      return (records) => absenceStretches(records, { first, second, timespanMs, logEndMs });
    }
  }
}

/** A record without a value proves nothing, and opens no window. */
function withKeys<Ref>(
  records: readonly MatchedRecord<Ref>[],
  keysOf: (record: MatchedRecord<Ref>) => readonly unknown[],
): MatchedRecord<Ref>[] {
  return records.filter((record) => keysOf(record).length > 0);
}
