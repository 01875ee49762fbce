import { LatencySketch } from "../../lib/analyze/latency_sketch.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const SHARES = [0.01, 0.5, 0.9, 0.95, 0.99, 1];
const latencies = fc.array(fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(100_000_000)), {
  minLength: 1,
  maxLength: 300,
});

function sketchOf(values: readonly number[]): LatencySketch {
  const sketch = new LatencySketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

Deno.test("LatencySketch is within 2.5 % (and a millisecond) of the exact percentile", () => {
  fc.assert(fc.property(latencies, (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    for (const share of SHARES) {
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      const error = Math.abs(sketchOf(values).quantileMs(share)! - exact);
      assert(error <= 0.026 * (exact + 1) + 1, `p${share * 100}: off by ${error} from ${exact}`);
    }
  }));
});

Deno.test("LatencySketch gives the same after a merge as when all values are added to one", () => {
  fc.assert(fc.property(latencies, latencies, (a, b) => {
    const merged = sketchOf(a);
    merged.merge(sketchOf(b));
    const added = sketchOf([...a, ...b]);
    assertEquals(
      SHARES.map((share) => merged.quantileMs(share)),
      SHARES.map((share) => added.quantileMs(share)),
    );
    assertEquals(merged.maxMs, added.maxMs);
  }));
});

Deno.test("LatencySketch keeps zero and the largest value exact, and is empty at first", () => {
  assertEquals(sketchOf([0, 0, 0]).quantileMs(0.99), 0);
  assertEquals(sketchOf([30_000]).quantileMs(0.5), 30_000);
  const empty = new LatencySketch();
  empty.merge(new LatencySketch());
  assertEquals(empty.quantileMs(0.5), null);
});
