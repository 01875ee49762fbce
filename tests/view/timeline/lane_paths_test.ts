import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { lanePaths, plotBox } from "../../../lib/view/timeline/lane_paths.ts";
import type { Lane } from "../../../lib/view/timeline/lanes.ts";

const LANE: Lane = {
  host: "om-1.example",
  category: "application",
  firstMs: 60_000,
  lastMs: 120_000,
  gaps: [],
  startMs: 60_000,
  bucketMs: 30_000,
  series: { records: [10, 0, 5], error: [0, 1, 0], warn: [0, 1, 0] },
};

Deno.test("plotBox() is in seconds since the beginning of all time", () => {
  assertEquals(plotBox({ startMs: 65_000, endMs: 95_000 }, 60_000, 200), "5 0 30 200");
});

Deno.test("lanePaths() places a lane where its first bucket begins, a bucket wide each unit", () => {
  const { markup } = lanePaths([{ lane: LANE, y: 0, baseY: 40 }], 0);
  assertStringIncludes(markup, 'transform="translate(60 0) scale(30 1)"');
  assertStringIncludes(markup, '<rect class="base-line" x="60" y="40" width="60" height="1"');
});

Deno.test("lanePaths() stacks warnings below errors, both below the line", () => {
  const { markup } = lanePaths([{ lane: LANE, y: 0, baseY: 40 }], 0);
  const [, up, error, warn] = /band" d="([^"]*)".*critical" d="([^"]*)".*medium" d="([^"]*)"/s.exec(markup) ??
    [];
  // Records: 28 px are 10. Both others have half of 16 px, the second begins where the first ends.
  assertEquals(up, "M0.02 40v-28h0.96v28zM2.02 40v-14h0.96v14z");
  assertEquals([error, warn], ["M1.02 41v8h0.96v-8z", "M1.02 49v8h0.96v-8z"]);
});

Deno.test("lanePaths() draws lanes of a category to one scale", () => {
  const other: Lane = { ...LANE, host: "om-2.example", series: { records: [5, 5, 5] } };
  const { markup } = lanePaths([{ lane: LANE, y: 0, baseY: 40 }, { lane: other, y: 60, baseY: 100 }], 0);
  assertStringIncludes(markup, "M0.02 100v-14h0.96v14z");
});

Deno.test("lanePaths() draws what is as dense to one height, however wide the buckets are", () => {
  const fine: Lane = { ...LANE, bucketMs: 15_000, series: { records: [5, 5, 5] } };
  const { markup } = lanePaths([{ lane: LANE, y: 0, baseY: 40 }, { lane: fine, y: 60, baseY: 100 }], 0);
  assertStringIncludes(markup, "M0.02 100v-28h0.96v28z");
});

Deno.test("lanePaths() draws a log in which nothing takes time", () => {
  const lane: Lane = {
    ...LANE,
    category: "http_access",
    series: { records: [1], errors5xx: [0], p95Ms: [0] },
  };
  const { markup } = lanePaths([{ lane, y: 0, baseY: 40 }], 0);
  assertStringIncludes(markup, 'class="line tone-low" d="M0.5 40h0"');
});
