import { OffsetSketch } from "../../../lib/analyze/agents/offset_sketch.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

function sketchOf(values: readonly number[]): OffsetSketch {
  const sketch = new OffsetSketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

Deno.test("OffsetSketch tells the median of small differences to 50 ms, of large ones to 3 %", () => {
  assertEquals(sketchOf([]).quantileMs(0.5), null);
  assertEquals(sketchOf([0]).quantileMs(0.5), 0);
  const far = sketchOf([-90_000, -91_000, -89_000, 1e15]).quantileMs(0.5)!;
  assert(Math.abs(far + 90_000) < 2700, `${far}`);
});

Deno.test("OffsetSketch is as close to the median whatever the values, merged or not", () => {
  const value = fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -1e9, max: 1e9 }));
  fc.assert(fc.property(fc.array(value, { minLength: 1 }), fc.nat(10), (values, cut) => {
    const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1]!;
    const merged = sketchOf(values.slice(0, cut));
    merged.merge(sketchOf(values.slice(cut)));
    for (const sketch of [sketchOf(values), merged]) {
      const median = sketch.quantileMs(0.5)!;
      assert(Math.abs(median - exact) <= 50 + 0.03 * Math.abs(exact), `${median} for ${exact}`);
    }
  }));
});
