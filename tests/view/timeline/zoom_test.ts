import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fitInto, panBy, windowOf, zoomAround } from "../../../lib/view/timeline/zoom.ts";
import { fc } from "../../helpers/property.ts";

const WHOLE = { startMs: 1_000_000, endMs: 4_600_000 };

Deno.test("zoomAround() keeps the time below the pointer where it is", () => {
  const scale = { startMs: 2_000_000, endMs: 2_400_000 };
  assertEquals(zoomAround(WHOLE, scale, 2, 2_100_000), { startMs: 2_050_000, endMs: 2_250_000 });
  assertEquals(zoomAround(WHOLE, scale, 1 / 2, 2_100_000), { startMs: 1_900_000, endMs: 2_700_000 });
});

Deno.test("zoomAround() shows all time when it is asked for more", () => {
  assertEquals(zoomAround(WHOLE, { startMs: 2_000_000, endMs: 4_000_000 }, 1 / 4, 2_500_000), WHOLE);
});

Deno.test("panBy() stops at the edge and keeps the length", () => {
  const scale = { startMs: 2_000_000, endMs: 2_400_000 };
  assertEquals(panBy(WHOLE, scale, 300_000), { startMs: 2_300_000, endMs: 2_700_000 });
  assertEquals(panBy(WHOLE, scale, -5_000_000), { startMs: 1_000_000, endMs: 1_400_000 });
  assertEquals(panBy(WHOLE, scale, 5_000_000), { startMs: 4_200_000, endMs: 4_600_000 });
});

Deno.test("fitInto() never shows less than ten seconds", () => {
  assertEquals(fitInto(WHOLE, { startMs: 2_000_000, endMs: 2_000_000 }), {
    startMs: 1_995_000,
    endMs: 2_005_000,
  });
});

Deno.test("fitInto() stays inside whatever is asked for", () => {
  const ms = fc.integer({ min: -1e13, max: 1e13 });
  fc.assert(fc.property(ms, ms, (startMs, endMs) => {
    const fitted = fitInto(WHOLE, { startMs, endMs });
    assert(fitted.startMs >= WHOLE.startMs && fitted.endMs <= WHOLE.endMs);
    assert(fitted.endMs - fitted.startMs >= 10_000);
  }));
});

Deno.test("windowOf() names no window for all time", () => {
  assertEquals(windowOf(WHOLE, WHOLE), { since: undefined, until: undefined });
  assertEquals(windowOf(WHOLE, { startMs: 1_000_000, endMs: 2_000_000 }), {
    since: "1970-01-01T00:16:40.000Z",
    until: "1970-01-01T00:33:20.000Z",
  });
});
