import type { MatchedRecord } from "../../../lib/rules/correlate/matched_record.ts";
import type { Correlation } from "../../../lib/rules/rule.ts";

/** What of a record matters to a test. */
export interface RecordChanges extends Partial<MatchedRecord<string>["keys"]> {
  /** Captured values. */
  readonly captures?: Readonly<Record<string, readonly string[]>>;
  /** The record; left out: rule and seconds. */
  readonly ref?: string;
}

/** A record of a rule some seconds after the epoch. Its name is the rule and the seconds: `a5`. */
export function at(
  seconds: number,
  rule: string,
  { captures = {}, ref = `${rule}${seconds}`, ...keys }: RecordChanges = {},
): MatchedRecord<string> {
  const none = { host: null, gid: null, replica_set: null, client: null, agent: null, logger: null };
  return { rule, timeMs: seconds * 1000, keys: { ...none, ...keys }, captures, ref };
}

/** A correlation of rule `a` within ten seconds, with what a test changes. */
export function makeCorrelation(changes: Partial<Correlation> = {}): Correlation {
  return {
    type: "event_count",
    rules: ["a"],
    groupBy: [],
    timespanMs: 10_000,
    condition: null,
    field: null,
    only: null,
    ...changes,
  };
}

/** The bounds of a count. */
export function bounds(changes: Partial<NonNullable<Correlation["condition"]>>): Correlation["condition"] {
  return { gt: null, gte: null, lt: null, lte: null, eq: null, ...changes };
}
