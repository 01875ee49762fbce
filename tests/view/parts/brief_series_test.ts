import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { briefSeries, seriesWithin } from "../../../lib/view/parts/brief_series.ts";
import { fc } from "../../helpers/property.ts";

const START = "2026-04-12T00:00:00.000Z";

Deno.test("briefSeries() sums neighbours", () => {
  assertEquals(briefSeries({ start: START, bucketMs: 10, counts: [1, 2, 3, 4, 5] }, 2), {
    start: START,
    bucketMs: 30,
    counts: [6, 9],
  });
});

Deno.test("briefSeries() keeps a short series as it is, and the sum of any", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (counts, most) => {
        const series = { start: START, bucketMs: 1000, counts };
        const brief = briefSeries(series, most);
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        assert(brief.counts.length <= most);
        assertEquals(sum(brief.counts), sum(counts));
        if (counts.length <= most) assertEquals(brief, series);
      },
    ),
  );
});

Deno.test("seriesWithin() gives the buckets of a stretch of time, zeros where the series has none", () => {
  const startMs = Date.parse(START);
  const series = { start: START, bucketMs: 60_000, counts: [1, 2, 3, 4] };
  assertEquals(seriesWithin(series, { startMs: startMs + 60_000, endMs: startMs + 360_000 }, 100), {
    start: "2026-04-12T00:01:00.000Z",
    bucketMs: 60_000,
    counts: [2, 3, 4, 0, 0],
  });
});
