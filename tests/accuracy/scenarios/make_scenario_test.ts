import { gunzipSync } from "node:zlib";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { analyzeScenario } from "../run_scenario.ts";
import { planScenarios } from "../scenario_plan.ts";
import { makeScenario, type Scenario } from "./make_scenario.ts";
import { SCENARIO_KINDS, type ScenarioKind } from "./scenario_kinds.ts";
import type { LinePlace } from "./world.ts";

const TEXT = new TextDecoder();

function kindOf(name: string): ScenarioKind {
  return SCENARIO_KINDS.find((kind) => kind.name === name)!;
}

/** Lines of the members that are not gzip themselves. */
function linesOf(archive: Uint8Array): Map<string, string[]> {
  const tar = new Uint8Array(gunzipSync(archive));
  const members = new Map<string, string[]>();
  for (let at = 0; tar[at];) {
    const name = TEXT.decode(tar.subarray(at, at + 100)).replace(/\0.*$/s, "");
    const size = parseInt(TEXT.decode(tar.subarray(at + 124, at + 135)), 8);
    if (name.endsWith(".log")) {
      members.set(name, TEXT.decode(tar.subarray(at + 512, at + 512 + size)).split("\n"));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** When the first event of each true cause was created, against the onset of what it caused. */
function lagsOf({ truth, events }: Scenario): number[] {
  const created = new Map<string, string>(
    JSON.parse(events).results.map((event: { id: string; created: string }) => [event.id, event.created]),
  );
  return truth.expected.filter(({ causes }) => causes.length > 0).map(({ causes, onsetMs }) =>
    (onsetMs ?? NaN) - Math.min(...causes.map((id) => Date.parse(created.get(id) ?? "")))
  );
}

for (const { kind, seed } of planScenarios(SCENARIO_KINDS.length, 500)) {
  Deno.test(`makeScenario() writes lines and events that all can be read: ${kind.name}`, async () => {
    const scenario = makeScenario(kind, seed, 1);
    const { totals, diagnostics } = await analyzeScenario(scenario);
    const { records, rejectedLines, events } = totals;
    const { truth } = scenario;
    assertEquals({ records, rejectedLines, events }, {
      records: truth.records,
      rejectedLines: 0,
      events: truth.events,
    });
    assertEquals(diagnostics.filter(({ severity }) => severity !== "note"), []);
    const lags = lagsOf(scenario);
    assertEquals([truth.isNull, lags.length > 0], [kind.family !== "cause", kind.family === "cause"]);
    assert(lags.every((lagMs) => lagMs >= 0 && lagMs < 1_800_000), `lags are ${lags}`);
  });
}

Deno.test("makeScenario() makes the same of the same seed, and something else of another", () => {
  const kind = kindOf("appdb-publish");
  const [one, same, other] = [7, 7, 8].map((seed) => makeScenario(kind, seed, 1));
  assertEquals(one, same);
  assert(one!.events !== other!.events);
});

Deno.test("makeScenario() tells where each failed request and its exception are", () => {
  const { archive, truth } = makeScenario(kindOf("errors-after-publish"), 5, 1);
  const members = linesOf(archive);
  const at = ({ member, line }: LinePlace) => members.get(member)?.[line - 1] ?? "";
  assert(truth.failures.length > 10);
  for (const { request, exception } of truth.failures) {
    assert(/" 500 /.test(at(request)), at(request));
    assert(/ ERROR .* \[ErrorMapper\.java/.test(at(exception)), at(exception));
  }
});
