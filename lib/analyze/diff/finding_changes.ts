import { SEVERITIES, type Severity } from "../../rules/rule.ts";
import type { Analysis } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { countChange, toldChanges } from "./count_change.ts";
import { type Exposures, widened } from "./exposure.ts";
import { matchFindings, type Trouble, type TroublePair } from "./match_findings.ts";
import { ASSUMED_VARIATION } from "./usual_variation.ts";

/** Trouble that came, went, or is much more or less than it was. */
export interface FindingChange extends TroublePair {
  /** `worse`, `better`: more or less severe; of the same severity, with much more or fewer records. */
  readonly change: "new" | "worse" | "gone" | "better";
  /** The severity after; before, when it is gone. */
  readonly severity: Severity;
  /** Rate of its records after over before; null: it is on one side only, or this cannot be told. */
  readonly ratio: number | null;
  /** Whether only one side covers where it is: its hosts or its kinds of log. It may have been there before, or still be. */
  readonly isUncovered: boolean;
}

const CHANGES: readonly FindingChange["change"][] = ["new", "worse", "gone", "better"];

/** Compares findings: new, worse, gone, better; of each the most severe first, then by onset. */
export function compareFindings(
  before: Analysis,
  after: Analysis,
  exposures: Exposures,
  load: number | null,
): FindingChange[] {
  const pairs = matchFindings(before.findings, after.findings, { isByHost: exposures.commonHosts !== null });
  const ratios = ratiosOf(pairs, exposures, load);
  return pairs.flatMap((pair) => {
    const ratio = ratios.get(pair) ?? null;
    const change = changeOf(pair, ratio);
    if (change === null) return [];
    const { severity } = (pair.after ?? pair.before)!;
    return [{ change, severity, ratio, isUncovered: isUncovered(pair, exposures), ...pair }];
  }).sort(byImportance);
}

function changeOf({ before, after }: TroublePair, ratio: number | null): FindingChange["change"] | null {
  if (before === null || after === null) return before === null ? "new" : "gone";
  const worse = SEVERITIES.indexOf(before.severity) - SEVERITIES.indexOf(after.severity);
  if (worse !== 0) return worse > 0 ? "worse" : "better";
  return ratio === null ? null : ratio > 1 ? "worse" : "better";
}

/** How much more or fewer records there are of what is on both sides, where that is large and sure. */
function ratiosOf(
  pairs: readonly TroublePair[],
  exposures: Exposures,
  load: number | null,
): Map<TroublePair, number> {
  const tested = pairs.flatMap((pair) => {
    const { before, after } = pair;
    if (!before?.count || !after?.count) return [];
    const range = exposures.rangeOf({ hosts: [], categories: placeOf(pair).categories });
    if (range === null) return [];
    return [{ pair, ...countChange(before.count, after.count, widened(range, load), ASSUMED_VARIATION) }];
  });
  return new Map(toldChanges(tested).map(({ pair, ratio }) => [pair, ratio!]));
}

function isUncovered(pair: TroublePair, exposures: Exposures): boolean {
  if (pair.before !== null && pair.after !== null) return false;
  const { hosts, categories } = placeOf(pair);
  // What only events tell is in no log.
  return (hosts.length > 0 || categories.length > 0) && exposures.rangeOf({ hosts, categories }) === null;
}

function placeOf({ before, after }: TroublePair): Pick<Trouble, "hosts" | "categories"> {
  const sides = [before, after].filter((side) => side !== null);
  return {
    hosts: sides.flatMap(({ hosts }) => hosts),
    categories: sides.flatMap(({ categories }) => categories),
  };
}

function byImportance(a: FindingChange, b: FindingChange): number {
  const [first, second] = [(a.after ?? a.before)!, (b.after ?? b.before)!];
  return CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareText(first.first, second.first) || compareText(first.findings[0]!, second.findings[0]!);
}
