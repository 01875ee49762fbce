import type { Signature } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { DisjointSets } from "./disjoint_sets.ts";
import { templateCovers } from "./template_covers.ts";

/** Signatures of both analyses that are the same message. */
export interface SignaturePair {
  /** Those of the first; none: it is new. */
  readonly before: readonly Signature[];
  /** Those of the second; none: it is gone. */
  readonly after: readonly Signature[];
}

/** Work beyond which only equal ids and templates match; an upgrade needs a hundredth. */
const MAX_WORK = 2_000_000;
/** A look at the ends of a template is one; a whole comparison so many. */
const COMPARISON_WORK = 60;

/**
 * Matches by id. What is left is matched with a signature of the other side whose template covers it: the masks of two
 * archives differ where one showed fewer values of a word.
 */
export function matchSignatures(before: readonly Signature[], after: readonly Signature[]): SignaturePair[] {
  const sets = new DisjointSets();
  for (const [id, covering] of coveringIds(before, after)) sets.join(covering, id);
  for (const [id, covering] of coveringIds(after, before)) sets.join(covering, id);
  const groups = new Map<string, { before: Signature[]; after: Signature[] }>();
  const groupOf = ({ id }: Signature) => {
    const root = sets.rootOf(id);
    const group = groups.get(root) ?? { before: [], after: [] };
    groups.set(root, group);
    return group;
  };
  for (const signature of before) groupOf(signature).before.push(signature);
  for (const signature of after) groupOf(signature).after.push(signature);
  return [...groups.values()];
}

interface General {
  readonly id: string;
  readonly template: string;
  /** What is before its first mask. */
  readonly start: string;
  /** What is after its last one. */
  readonly end: string;
  readonly masks: number;
}

/** For signatures that the other side lacks: the id of the one there that covers them. */
function coveringIds(own: readonly Signature[], others: readonly Signature[]): ReadonlyMap<string, string> {
  const ids = new Set(others.map(({ id }) => id));
  const exact = new Map(
    others.map((signature) => [`${kindOf(signature)}\0${signature.template}`, signature.id]),
  );
  const generals = new Map([...Map.groupBy(others, kindOf)].map(([kind, all]) => [kind, generalOnes(all)]));
  const covering = new Map<string, string>();
  let work = 0;
  const covers = ({ start, end, template: general }: General, template: string) => {
    work++;
    if (!template.startsWith(start) || !template.endsWith(end)) return false;
    work += COMPARISON_WORK;
    return templateCovers(general, template);
  };
  for (const signature of own) {
    if (ids.has(signature.id)) continue;
    const kind = kindOf(signature);
    const { template } = signature;
    const among = work > MAX_WORK ? [] : generals.get(kind) ?? [];
    const found = exact.get(`${kind}\0${template}`) ?? among.find((general) => covers(general, template))?.id;
    if (found !== undefined) covering.set(signature.id, found);
  }
  return covering;
}

/** Those with a mask, the most special first: fewest masks, then the longest. */
function generalOnes(signatures: readonly Signature[]): General[] {
  return signatures.filter(({ template }) => template.includes("#")).map(({ id, template }) => ({
    id,
    template,
    start: template.slice(0, template.indexOf("#")),
    end: template.slice(template.lastIndexOf("#") + 1),
    masks: template.split("#").length - 1,
  })).sort((a, b) => a.masks - b.masks || b.template.length - a.template.length || compareText(a.id, b.id));
}

/** Only messages of one place in the program, with as many words, are compared. */
function kindOf({ level, logger, exception, template }: Signature): string {
  return [level, logger, exception, template.split(" ").length].join("\0");
}
