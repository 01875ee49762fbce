/** The goals of `deno task accuracy` on a few small scenarios: one of each second kind, and all quiet ones. */
import { assertEquals } from "../../lib/std/assert.ts";
import { missedGoals } from "./goals.ts";
import { analyzeScenario } from "./run_scenario.ts";
import { makeScenario } from "./scenarios/make_scenario.ts";
import { SCENARIO_KINDS } from "./scenarios/scenario_kinds.ts";
import { type Score, scoreAnalysis, sumScores } from "./score.ts";

const FIRST_SEED = 700;

Deno.test("analyzeArchive() reaches the goals of accuracy over 28 small scenarios", async () => {
  const scores: Score[] = [];
  for (const [number, kind] of SCENARIO_KINDS.entries()) {
    if (number % 2 === 1 && kind.family !== "quiet") continue;
    const scenario = makeScenario(kind, FIRST_SEED + number, 1);
    scores.push(scoreAnalysis(scenario.truth, await analyzeScenario(scenario)));
  }
  const sum = sumScores(scores);
  const missed = missedGoals(sum);
  const why = missed.length === 0 ? [] : sum.misses.filter(({ measure }) => measure !== "5xx");
  assertEquals({ scenarios: scores.length, missed, why }, { scenarios: 28, missed: [], why: [] });
});
