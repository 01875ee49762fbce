import type { Category } from "../../parse/member_origin.ts";
import type { Analysis, Signature } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import type { Evidence } from "../finding.ts";
import { sorted } from "../sorted.ts";
import { canTell, countChange, type TestedChange, toldChanges } from "./count_change.ts";
import { type Exposures, type LogPlace, widened } from "./exposure.ts";
import { matchSignatures, type SignaturePair } from "./match_signatures.ts";
import { type UsualChange, usualChange } from "./usual_variation.ts";

/** A message that is new, gone, or much more or less frequent. */
export interface SignatureChange extends TestedChange {
  /** What happened to it. */
  readonly change: "new" | "more" | "gone" | "fewer";
  /** Ids of the signatures, sorted: several where the masks of the two sides differ. */
  readonly ids: readonly string[];
  /** The message with its variable parts masked as `#`. */
  readonly template: string;
  /** Level as logged. */
  readonly level: string;
  /** Logger, when there is one. */
  readonly logger: string | null;
  /** Class chain of the exception. */
  readonly exception: string | null;
  /** Records before. */
  readonly before: number;
  /** Records after. */
  readonly after: number;
  /** Hosts that logged it, sorted. */
  readonly hosts: readonly string[];
  /** First record, after; before, when it is gone. */
  readonly first: string;
  /** Last record, likewise. */
  readonly last: string;
  /** A record of it, likewise. */
  readonly evidence: Evidence | null;
}

/** What came of comparing all signatures. */
export interface SignatureComparison {
  /** Serious ones first; new, more, gone, fewer; then by the number of records that make the difference. */
  readonly changes: readonly SignatureChange[];
  /** Signatures that were compared. */
  readonly compared: number;
  /** Not compared: only on hosts or in logs, or at hours of the day, that one of both does not cover. */
  readonly notCovered: number;
  /** Median of counts after over counts before; null: too few are in both. */
  readonly load: number | null;
}

interface ComparedPair {
  readonly signature: Signature;
  readonly ids: readonly string[];
  readonly before: number;
  readonly after: number;
  readonly hosts: readonly string[];
  readonly place: LogPlace;
}

/** Ordinary messages that are told wrongly only hide the rest. */
const MAX_FALSE_SHARE_OF_OTHERS = 0.01;
const CHANGES: readonly SignatureChange["change"][] = ["new", "more", "gone", "fewer"];

/** Compares how often each message was logged, for the time and the work that each side covers. */
export function compareSignatures(
  before: Analysis,
  after: Analysis,
  exposures: Exposures,
): SignatureComparison {
  const categoryOf = categoriesByMember(before, after);
  const pairs = matchSignatures(before.signatures, after.signatures)
    .map((pair) => comparePair(pair, categoryOf))
    // Logs that are never rotated tell of other times.
    .filter(({ place: { categories } }) => categories.some((category) => category !== "migration"));
  const covered = pairs.filter((pair) => isCovered(pair, exposures));
  const usual = usualChange(covered);
  const usualOf = { serious: usualOfSerious(covered, usual), other: usual };
  const tested = covered.flatMap((pair) => {
    const range = widened(exposures.rangeOf(pair.place)!, usual.load);
    if (!canTell(pair.before + pair.after, range)) return [];
    const { variation } = usualOf[isSerious(pair.signature) ? "serious" : "other"];
    return [{ pair, ...countChange(pair.before, pair.after, range, variation) }];
  });
  // Two families: among many ordinary messages, few serious ones need not be surer.
  const serious = toldChanges(tested.filter(({ pair }) => isSerious(pair.signature)));
  const other = toldChanges(
    tested.filter(({ pair }) => !isSerious(pair.signature)),
    MAX_FALSE_SHARE_OF_OTHERS,
  );
  return {
    changes: [...serious, ...other].map(describeChange).sort(byImportance),
    compared: covered.length,
    notCovered: pairs.length - covered.length,
    load: usual.load,
  };
}

/** Whether a message tells of trouble. */
export function isSerious({ level, exception }: Pick<Signature, "level" | "exception">): boolean {
  return level === "ERROR" || level === "WARN" || exception !== null;
}

/** Warnings and errors vary more than the rest: theirs is measured where they are enough. */
function usualOfSerious(covered: readonly ComparedPair[], usual: UsualChange): UsualChange {
  const own = usualChange(covered.filter(({ signature }) => isSerious(signature)));
  return own.load === null ? usual : own;
}

function comparePair(
  { before, after }: SignaturePair,
  categoryOf: ReadonlyMap<string, Category>,
): ComparedPair {
  const all = [...before, ...after];
  const told = after.length > 0 ? after : before;
  const hosts = sorted(all.flatMap((signature) => signature.hosts));
  const categories = sorted(
    all.flatMap(({ evidence }) => evidence.map(({ member }) => categoryOf.get(member) ?? "application")),
  );
  return {
    // Of several, the one that is most of it.
    signature: told.toSorted((a, b) => b.count - a.count || compareText(a.id, b.id))[0]!,
    ids: sorted(all.map(({ id }) => id)),
    before: countOf(before),
    after: countOf(after),
    hosts,
    place: { hosts, categories: categories.length === 0 ? ["application"] : categories },
  };
}

function categoriesByMember(...analyses: readonly Analysis[]): ReadonlyMap<string, Category> {
  return new Map(
    analyses.flatMap(({ coverage }) =>
      coverage.flatMap(({ category, files }) => files.map(({ member }) => [member, category] as const))
    ),
  );
}

function isCovered({ place, signature, before, after }: ComparedPair, exposures: Exposures): boolean {
  if (exposures.rangeOf(place) === null) return false;
  if (before > 0 && after > 0) return true;
  const time = { startMs: Date.parse(signature.first), endMs: Date.parse(signature.last) + 1 };
  return exposures.coversHours(before === 0 ? "before" : "after", place, time);
}

function countOf(signatures: readonly Signature[]): number {
  return signatures.reduce((sum, { count }) => sum + count, 0);
}

function describeChange({ pair, ...change }: TestedChange & { pair: ComparedPair }): SignatureChange {
  const { signature: { template, level, logger, exception, first, last, evidence }, ids, hosts } = pair;
  const { before, after } = pair;
  return {
    change: before === 0 ? "new" : after === 0 ? "gone" : change.ratio! > 1 ? "more" : "fewer",
    ids,
    template,
    level,
    logger,
    exception,
    before,
    after,
    ...change,
    hosts,
    first,
    last,
    evidence: evidence[0] ?? null,
  };
}

function byImportance(a: SignatureChange, b: SignatureChange): number {
  return Number(isSerious(b)) - Number(isSerious(a)) ||
    CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
    Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || compareText(a.ids[0]!, b.ids[0]!);
}
