import type { Series } from "../../../lib/analyze/finding.ts";
import { histogram } from "../../../lib/view/parts/histogram.ts";
import { percentAt, ticks } from "../../../lib/view/parts/time_scale.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const T0 = Date.UTC(2026, 3, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

function series(startMs: number, bucketMs: number, counts: number[]): Series {
  return { start: new Date(startMs).toISOString(), bucketMs, counts };
}

Deno.test("histogram() keeps the buckets when they are few enough", () => {
  const scale = { startMs: T0, endMs: T0 + 3 * MINUTE };
  assertEquals(histogram([series(T0, MINUTE, [1, 0, 5])], scale, 100), {
    startMs: T0,
    binMs: MINUTE,
    sums: [1, 0, 5],
  });
});

Deno.test("histogram() joins whole buckets when there are too many", () => {
  const scale = { startMs: T0, endMs: T0 + 6 * MINUTE };
  assertEquals(histogram([series(T0, MINUTE, [1, 2, 3, 4, 5, 6])], scale, 3).sums, [3, 7, 11]);
});

Deno.test("histogram() is never finer than its coarsest series", () => {
  const scale = { startMs: T0, endMs: T0 + 10 * MINUTE };
  const list = [series(T0, MINUTE, [1, 1, 1, 1, 1, 9]), series(T0, 5 * MINUTE, [100, 200])];
  assertEquals(histogram(list, scale, 100), { startMs: T0, binMs: 5 * MINUTE, sums: [105, 209] });
});

Deno.test("histogram() divides a bucket that lies across two bins", () => {
  const scale = { startMs: T0, endMs: T0 + 4 * MINUTE };
  const list = [series(T0, 2 * MINUTE, [0, 0]), series(T0 + 90_000, MINUTE, [10])];
  assertEquals(histogram(list, scale, 100).sums, [5, 5]);
});

Deno.test("histogram() has no bins without a series, nor for a series without width", () => {
  const scale = { startMs: T0, endMs: T0 + MINUTE };
  assertEquals(histogram([], scale, 10).sums, []);
  assertEquals(histogram([series(T0, 0, [1])], scale, 10).sums, []);
});

Deno.test("histogram() loses and invents nothing within the scale", () => {
  const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 1, max: 900_000 }),
      fc.integer({ min: 1, max: 60 }),
      (list, bucketMs, bins) => {
        const scale = { startMs: T0, endMs: T0 + list.length * bucketMs };
        const { sums } = histogram([series(T0, bucketMs, list)], scale, bins);
        assert(sums.length <= bins + 1);
        const [expected, actual] = [list, sums].map((numbers) => numbers.reduce((a, b) => a + b, 0));
        assert(Math.abs((expected ?? 0) - (actual ?? 0)) < 1e-6);
      },
    ),
  );
});

const TICKS: readonly (readonly [name: string, startMs: number, endMs: number, labels: string[]])[] = [
  ["hours", T0 - 162_000, T0 + 4.5 * 3_600_000, ["01:00", "02:00", "03:00", "04:00"]],
  ["seconds", T0 + 1000, T0 + 8000, ["00:00:02", "00:00:03", "00:00:04", "00:00:05", "00:00:06", "00:00:07"]],
  ["midnight as a date", T0 - 12 * 3_600_000, T0 + 12 * 3_600_000, ["18:00", "04-12", "06:00"]],
  ["days", T0, T0 + 30 * DAY, ["04-16", "04-23", "04-30", "05-07"]],
  ["years", T0, T0 + 2000 * DAY, ["2026-10-22", "2027-10-21", "2028-10-19", "2029-10-18", "2030-10-17"]],
];

for (const [name, startMs, endMs, labels] of TICKS) {
  Deno.test(`ticks() labels ${name}`, () => {
    assertEquals(ticks({ startMs, endMs }).map(({ label }) => label), labels);
  });
}

Deno.test("ticks() gives one to seven for any stretch of time, in order, within the edges", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 4e11 }), fc.integer({ min: 0, max: 4e12 }), (width, startMs) => {
      const times = ticks({ startMs, endMs: startMs + width }).map(({ timeMs }) => timeMs);
      assert(times.length <= 7);
      assertEquals(times, times.toSorted((a, b) => a - b));
      assert(times.every((time) => time > startMs && time < startMs + width));
    }),
  );
});

Deno.test("percentAt() stays on the picture", () => {
  const scale = { startMs: T0, endMs: T0 + 1000 };
  assertEquals([-5, 0, 250, 1000, 9999].map((ms) => percentAt(scale, T0 + ms)), [0, 0, 25, 100, 100]);
});
