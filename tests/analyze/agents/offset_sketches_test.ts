import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import type { ClockOffsets } from "../../../lib/analyze/agents/offset_sketches.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { agentOf, emptyBlock } from "../access/access_case.ts";

function sketchOf(values: readonly number[]): ClockOffsets {
  const tally = new AccessTally();
  const none = { scopes: [], threads: [], users: [], routes: [], clients: [] };
  tally.addEntries({ ...none, agents: [agentOf("db-1"), agentOf("db-2")] });
  for (const sign of [-1, 1]) {
    tally.add({
      ...emptyBlock(values.length),
      timeMs: new Float64Array(values.length),
      agent: new Uint32Array(values.length).fill(sign < 0 ? 1 : 2),
      agentTimeMs: Float64Array.from(values, (value) => sign * value),
    }, null);
  }
  return tally.agents.rows[2]!.offsets;
}

Deno.test("OffsetSketches tells the median of small differences to 50 ms, of large ones to 3 %", () => {
  assertEquals(sketchOf([]).quantileMs(0.5), null);
  assertEquals(sketchOf([0]).quantileMs(0.5), 0);
  const far = sketchOf([-90_000, -91_000, -89_000, 1e15]).quantileMs(0.5)!;
  assert(Math.abs(far + 90_000) < 2700, `${far}`);
});

Deno.test("OffsetSketches is as close to the median whatever the values, and knows how many there are", () => {
  const value = fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -1e9, max: 1e9 }));
  fc.assert(fc.property(fc.array(value, { minLength: 1 }), (values) => {
    const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1]!;
    const sketch = sketchOf(values);
    const median = sketch.quantileMs(0.5)!;
    assert(Math.abs(median - exact) <= 50 + 0.03 * Math.abs(exact), `${median} for ${exact}`);
    assertEquals(sketch.count, values.length);
  }));
});
