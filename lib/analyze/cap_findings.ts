import type { Diagnostic } from "../errors.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { SEVERITIES } from "../rules/rule.ts";

/** Findings of one rule that are told one by one. An upgrade may bring thousands of new messages at once. */
const MAX_FINDINGS_OF_RULE = 100;

/** The findings worth telling, and a note for every rule that has more of them. */
export interface CappedFindings {
  /** At most a hundred of a rule: the most severe ones, of those the ones with most records. */
  readonly drafts: readonly FindingDraft[];
  /** How many were left out. */
  readonly notes: readonly Diagnostic[];
}

/** Leaves out what nobody would read, and says so. */
export function capFindings(drafts: readonly FindingDraft[], input: string): CappedFindings {
  const kept: FindingDraft[] = [];
  const notes: Diagnostic[] = [];
  for (const [rule, found] of Map.groupBy(drafts, (draft) => draft.rule)) {
    kept.push(...found.toSorted(byWeight).slice(0, MAX_FINDINGS_OF_RULE));
    const left = found.length - MAX_FINDINGS_OF_RULE;
    if (left > 0) {
      const message =
        `Left out ${left} of ${found.length} findings of ${rule}: the least severe ones with the fewest records`;
      notes.push({ code: "limit.findings", severity: "note", message, input, count: left });
    }
  }
  return { drafts: kept, notes };
}

function byWeight(a: FindingDraft, b: FindingDraft): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count ||
    a.onsetMs - b.onsetMs || (a.id < b.id ? -1 : 1);
}
