import { latencyClass } from "../../../lib/analyze/access/latency_class.ts";
import { LATENCY_KINDS, latencyKind } from "../../../lib/analyze/access/latency_kind.ts";
import { latencyBucket, NO_LATENCY } from "../../../lib/analyze/latency_sketch.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

Deno.test("latencyKind() tells bucket and class, whatever the latency", () => {
  const latency = fc.oneof(fc.nat(10_000), fc.float(), fc.constantFrom(-1, NaN, Infinity, 0.4));
  fc.assert(fc.property(latency, (ms) => {
    assertEquals([latencyKind(ms) & 0xffff, latencyKind(ms) >>> 16], [latencyBucket(ms), latencyClass(ms)]);
    assertEquals(latencyBucket(ms) === NO_LATENCY, !(ms >= 0));
  }));
});

Deno.test("LATENCY_KINDS are of whole milliseconds", () => {
  for (const ms of [0, 1, 40, 8191]) assertEquals(LATENCY_KINDS[ms], latencyKind(ms));
  assertEquals([0, 1, 40, 30_000].map((ms) => latencyKind(ms) & 0xffff), [0, 14, 76, 211]);
});
