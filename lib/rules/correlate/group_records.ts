import { CORRELATION_KEYS } from "../rule.ts";
import type { MatchedRecord } from "./matched_record.ts";

/** Records that agree in what they are grouped by. */
export interface RecordGroup<Ref> {
  /** What they agree in, by word. */
  readonly values: Readonly<Record<string, string>>;
  /** The records, in the order given. */
  readonly records: MatchedRecord<Ref>[];
}

/** A record that captured many values belongs to this many groups at most. */
const MAX_GROUPS_OF_RECORD = 16;

/** The groups, by the values. A record that lacks a value belongs to none; one with several values to several. */
export function groupRecords<Ref>(
  records: readonly MatchedRecord<Ref>[],
  groupBy: readonly string[],
): RecordGroup<Ref>[] {
  const groups = new Map<string, RecordGroup<Ref>>();
  for (const record of records) {
    for (const values of combinationsOf(groupBy.map((word) => valuesOf(record, word)))) {
      const key = JSON.stringify(values);
      const group = groups.get(key) ??
        { values: Object.fromEntries(groupBy.map((word, i) => [word, values[i] ?? ""])), records: [] };
      groups.set(key, group);
      group.records.push(record);
    }
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
}

/** What a record says under a word: under a keyword what is known of it, else what was captured under that name. */
export function valuesOf(
  { keys, captures }: MatchedRecord<unknown>,
  word: string,
): readonly string[] {
  const key = CORRELATION_KEYS.find((candidate) => candidate === word);
  const value = key === undefined ? null : keys[key];
  if (value) return [value];
  return Object.hasOwn(captures, word) ? captures[word] ?? [] : [];
}

function combinationsOf(choices: readonly (readonly string[])[]): string[][] {
  return choices.reduce<string[][]>(
    (combinations, values) =>
      values.slice(0, MAX_GROUPS_OF_RECORD)
        .flatMap((value) => combinations.map((one) => [...one, value])).slice(0, MAX_GROUPS_OF_RECORD),
    [[]],
  );
}
