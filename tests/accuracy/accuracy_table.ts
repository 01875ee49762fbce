import { GOALS } from "./goals.ts";
import { type Measure, MEASURES, type Score, shareOf, sumScores } from "./score.ts";
import type { Truth } from "./scenarios/truth.ts";

/** A scenario with its score. */
export interface ScoredScenario {
  /** Kind, seed and size. */
  readonly name: string;
  /** Kind. */
  readonly kind: string;
  /** What is the matter. */
  readonly truth: Truth;
  /** Score. */
  readonly score: Score;
}

const OFFSETS: readonly (readonly [name: string, belowMs: number])[] = [
  ["clocks within 1 s", 1000],
  ["within 30 s", 30_000],
  ["within 5 min", 300_000],
  ["farther off", Infinity],
];

/** Shares by kind, by how wrong the clocks are, and in all, as text. */
export function accuracyTable(scored: readonly ScoredScenario[]): string {
  const kinds = [...new Set(scored.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => rowOf(kind, scored.filter((each) => each.kind === kind)));
  const byOffset = OFFSETS.map(([name]) => rowOf(name, scored.filter((each) => offsetName(each) === name)));
  const goals = MEASURES.map((measure) => goalOf(measure));
  const table = [["kind", "n", ...MEASURES], ...rows, ...byOffset, rowOf("all", scored), [
    "goal",
    "",
    ...goals,
  ]];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)).join(
      "  ",
    )
  ).join("\n");
}

function offsetName({ truth: { clocks } }: ScoredScenario): string | undefined {
  const worst = Math.max(...clocks.map(({ offsetMs }) => Math.abs(offsetMs)));
  return OFFSETS.find(([, belowMs]) => worst < belowMs)?.[0];
}

function rowOf(name: string, scored: readonly ScoredScenario[]): string[] {
  const score = sumScores(scored.map((each) => each.score));
  return [name, String(scored.length), ...MEASURES.map((measure) => cellOf(score, measure))];
}

function cellOf(score: Score, measure: Measure): string {
  const share = shareOf(score, measure);
  return share === null ? "" : share.toFixed(3);
}

function goalOf(measure: Measure): string {
  const goal = GOALS.find(([name]) => name === measure);
  return goal === undefined ? "" : `${goal[1] === "at least" ? ">=" : "<="} ${goal[2]}`;
}
