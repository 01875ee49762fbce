import { type Measure, type Score, shareOf } from "./score.ts";

/** What must be reached, and whether more or less of it is better. */
export const GOALS: readonly (readonly [measure: Measure, bound: "at least" | "at most", share: number])[] = [
  ["recall", "at least", 0.98],
  ["precision", "at least", 0.95],
  ["top-1", "at least", 0.95],
  ["top-3", "at least", 0.99],
  ["incident top-1", "at least", 0.95],
  ["incident top-3", "at least", 0.99],
  ["null", "at most", 0.05],
  ["onset", "at least", 0.95],
  ["clock", "at least", 0.95],
];

/** Goals that are missed, in words. */
export function missedGoals(score: Score): string[] {
  return GOALS.flatMap(([measure, bound, wanted]) => {
    const share = shareOf(score, measure);
    if (share === null || (bound === "at least" ? share >= wanted : share <= wanted)) return [];
    return [`${measure} is ${share.toFixed(3)}, wanted ${bound} ${wanted}`];
  });
}
