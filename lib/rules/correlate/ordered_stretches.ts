import type { Stretch } from "./counting_windows.ts";
import type { MatchedRecord } from "./matched_record.ts";

/** Records of the first rules in their order, from the last back. */
interface Chain<Ref> {
  readonly record: MatchedRecord<Ref>;
  readonly previous: Chain<Ref> | null;
  readonly startMs: number;
}

/** The two chains up to one rule that start latest, with different last records: a record counts for one rule only. */
interface Step<Ref> {
  latest: Chain<Ref> | null;
  other: Chain<Ref> | null;
}

/**
 * The stretches of records, which must be in time order, that hold a record of each rule in the order of the rules, within
 * the timespan. Records of the same millisecond may be in any order.
 *
 * For each rule the chain that starts latest is kept: if any chain can be completed in time, that one can.
 */
export function orderedStretches<Ref>(
  records: readonly MatchedRecord<Ref>[],
  rules: readonly string[],
  timespanMs: number,
): Stretch<Ref>[] {
  const steps = rules.map((): Step<Ref> => ({ latest: null, other: null }));
  const completed: Chain<Ref>[] = [];
  for (const moment of momentsOf(records)) {
    for (const [number, rule] of rules.entries()) {
      for (const record of moment.get(rule) ?? []) {
        const chain = extend(number === 0 ? null : steps[number - 1], record, timespanMs);
        if (chain === null) continue;
        keep(steps[number], chain);
        if (number === rules.length - 1) completed.push(chain);
      }
    }
  }
  return mergeOverlapping(completed);
}

/** Records of the same time by rule, one moment after the other. */
function* momentsOf<Ref>(
  records: readonly MatchedRecord<Ref>[],
): Generator<ReadonlyMap<string, readonly MatchedRecord<Ref>[]>> {
  for (let at = 0; at < records.length;) {
    const start = records[at];
    const moment = new Map<string, MatchedRecord<Ref>[]>();
    for (let next = start; next !== undefined && next.timeMs === start?.timeMs; next = records[++at]) {
      const same = moment.get(next.rule);
      if (same === undefined) moment.set(next.rule, [next]);
      else same.push(next);
    }
    yield moment;
  }
}

/** `step` is that of the rule before; null: the record is of the first rule. */
function extend<Ref>(
  step: Step<Ref> | null | undefined,
  record: MatchedRecord<Ref>,
  timespanMs: number,
): Chain<Ref> | null {
  if (!step) return { record, previous: null, startMs: record.timeMs };
  const previous = [step.latest, step.other].find((chain) =>
    chain !== null && record.timeMs - chain.startMs <= timespanMs && !holds(chain, record)
  );
  return previous ? { record, previous, startMs: previous.startMs } : null;
}

/** Only among records of the same time can the record itself be. */
function holds<Ref>(chain: Chain<Ref>, { ref, timeMs }: MatchedRecord<Ref>): boolean {
  for (let at: Chain<Ref> | null = chain; at !== null && at.record.timeMs === timeMs; at = at.previous) {
    if (at.record.ref === ref) return true;
  }
  return false;
}

function keep<Ref>(step: Step<Ref> | undefined, chain: Chain<Ref>): void {
  if (step === undefined) return;
  if (step.latest === null || chain.startMs >= step.latest.startMs) {
    if (step.latest?.record.ref !== chain.record.ref) step.other = step.latest;
    step.latest = chain;
  } else if (step.other === null || chain.startMs >= step.other.startMs) step.other = chain;
}

/** Chains that overlap in time are one stretch. */
function mergeOverlapping<Ref>(chains: readonly Chain<Ref>[]): Stretch<Ref>[] {
  const stretches: { records: Set<MatchedRecord<Ref>>; completions: MatchedRecord<Ref>[] }[] = [];
  let endMs = Number.NEGATIVE_INFINITY;
  for (const chain of chains) {
    const before = stretches.at(-1);
    const stretch = before === undefined || chain.startMs > endMs
      ? { records: new Set<MatchedRecord<Ref>>(), completions: [] }
      : before;
    if (stretch !== before) stretches.push(stretch);
    for (let at: Chain<Ref> | null = chain; at !== null; at = at.previous) stretch.records.add(at.record);
    stretch.completions.push(chain.record);
    endMs = chain.record.timeMs;
  }
  return stretches.map(({ records, completions }) => ({
    records: [...records].sort((a, b) => a.timeMs - b.timeMs),
    completions,
  }));
}
