/**
 * Scores the analysis on scenarios with known truth: `deno task accuracy [--scenarios=240] [--seed=1] [--kinds=A,B]
 * [--only-failures] [--json FILE]`. Ends with 1 when a goal is missed.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { accuracyTable, type ScoredScenario } from "./accuracy_table.ts";
import { missedGoals } from "./goals.ts";
import { analyzeScenario } from "./run_scenario.ts";
import { planScenarios } from "./scenario_plan.ts";
import { makeScenario } from "./scenarios/make_scenario.ts";
import { SCENARIO_KINDS, type ScenarioKind } from "./scenarios/scenario_kinds.ts";
import { scoreAnalysis, sumScores } from "./score.ts";

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      scenarios: { type: "string", default: "240" },
      seed: { type: "string", default: "1" },
      kinds: { type: "string", default: "" },
      "only-failures": { type: "boolean", default: false },
      json: { type: "string" },
    },
  });
  const plan = planScenarios(Number(values.scenarios), Number(values.seed), chooseKinds(values.kinds));
  const scored: ScoredScenario[] = [];
  for (const { kind, seed, size } of plan) {
    const scenario = makeScenario(kind, seed, size);
    const score = scoreAnalysis(scenario.truth, await analyzeScenario(scenario));
    scored.push({ name: scenario.name, kind: kind.name, truth: scenario.truth, score });
    print(describe(scored.at(-1)!, values["only-failures"]));
  }
  if (values.json !== undefined) await Deno.writeTextFile(values.json, missesJson(scored));
  const missed = missedGoals(sumScores(scored.map(({ score }) => score)));
  print(
    `\n${accuracyTable(scored)}\n\n${
      missed.map((text) => `missed: ${text}\n`).join("") || "All goals are met.\n"
    }`,
  );
  return missed.length > 0 ? 1 : 0;
}

function chooseKinds(names: string): readonly ScenarioKind[] {
  if (names === "") return SCENARIO_KINDS;
  const wanted = names.split(",");
  const kinds = SCENARIO_KINDS.filter(({ name, family }) => wanted.includes(name) || wanted.includes(family));
  if (kinds.length > 0) return kinds;
  throw new RangeError(
    `Cannot choose kinds: "${names}" is none of ${SCENARIO_KINDS.map(({ name }) => name).join(", ")}`,
  );
}

function describe({ name, score }: ScoredScenario, onlyFailures: boolean): string {
  const misses = score.misses.filter(({ measure }) => measure !== "5xx");
  if (misses.length === 0) return onlyFailures ? "" : `ok      ${name}\n`;
  return [`missed  ${name}`, ...misses.map(({ measure, text }) => `          ${measure}: ${text}`), ""].join(
    "\n",
  );
}

function missesJson(scored: readonly ScoredScenario[]): string {
  const rows = scored.map(({ name, kind, truth, score: { tallies, misses } }) => ({
    name,
    kind,
    clocks: truth.clocks,
    expected: truth.expected,
    tallies: Object.fromEntries(tallies),
    misses,
  }));
  return `${JSON.stringify(rows, null, 1)}\n`;
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
