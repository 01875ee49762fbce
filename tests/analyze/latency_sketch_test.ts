import { LATENCY_BUCKETS, latencyBucket, quantileMs } from "../../lib/analyze/latency_sketch.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const SHARES = [0.01, 0.5, 0.9, 0.95, 0.99, 1];
const latencies = fc.array(fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(100_000_000)), {
  minLength: 1,
  maxLength: 300,
});

function quantile(values: readonly number[], share: number): number | null {
  const buckets = new Uint32Array(LATENCY_BUCKETS);
  for (const value of values) buckets[latencyBucket(value)]!++;
  return quantileMs(buckets, Math.max(0, ...values), share);
}

Deno.test("quantileMs() is within 2.5 % (and a millisecond) of the exact percentile", () => {
  fc.assert(fc.property(latencies, (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    for (const share of SHARES) {
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      const error = Math.abs(quantile(values, share)! - exact);
      assert(error <= 0.026 * (exact + 1) + 1, `p${share * 100}: off by ${error} from ${exact}`);
    }
  }));
});

Deno.test("quantileMs() keeps zero and the largest value exact, and tells nothing without values", () => {
  assertEquals(quantile([0, 0, 0], 0.99), 0);
  assertEquals(quantile([30_000], 0.5), 30_000);
  assertEquals(quantile([], 0.5), null);
});
