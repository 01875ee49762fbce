import type { CorrelationKey } from "../rule.ts";

/** A record or request that a rule hits, and what is known of it. */
export interface MatchedRecord<Ref> {
  /** Id of the rule. */
  readonly rule: string;
  /** When, epoch milliseconds. */
  readonly timeMs: number;
  /** Who and what it is about; null: not known. */
  readonly keys: Readonly<Record<CorrelationKey, string | null>>;
  /** What the rule captured. */
  readonly captures: Readonly<Record<string, readonly string[]>>;
  /** The record itself: the same for all rules that hit it. */
  readonly ref: Ref;
}
