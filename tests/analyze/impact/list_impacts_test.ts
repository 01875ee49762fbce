import { listImpacts } from "../../../lib/analyze/impact/list_impacts.ts";
import type { MeasuredImpact } from "../../../lib/analyze/impact/measured_impact.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";

function measured(metric: string, pValue: number, significant?: "significant"): MeasuredImpact {
  return {
    metric,
    scope: "all",
    before: 1,
    after: 2,
    ratio: 2,
    pValue,
    qValue: pValue,
    significant: significant !== undefined,
    count: 90,
  };
}

/** So many signatures, the first few of them significant. */
function signatures(count: number, significant: number): MeasuredImpact[] {
  return Array.from(
    { length: count },
    (_, at) =>
      measured(`signature:${100 + at}`, (at + 1) / 1000, at < significant ? "significant" : undefined),
  );
}

Deno.test("listImpacts tells of an event what is significant, and of the rest what is worth most", () => {
  const all = [...signatures(30, 9), measured("errors5xx", 0.9), measured("requests", 0.5)];
  const metrics = listImpacts(new Map([["e", all]])).map(({ metric }) => metric);
  assertEquals(metrics, [
    "errors5xx",
    "requests",
    ...Array.from({ length: 10 }, (_, at) => `signature:${100 + at}`),
  ]);
});

Deno.test("listImpacts is bounded, whatever was measured", () => {
  const byEvent = new Map(Array.from({ length: 4000 }, (_, at) => [`e${at}`, signatures(20, 20)]));
  const impacts = listImpacts(byEvent);
  assertEquals([impacts.length, new Set(impacts.map(({ eventId }) => eventId)).size], [4000, 4000]);
  assert(impacts.every((impact) => !("count" in impact)));
});
