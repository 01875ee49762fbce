import { assertEquals, assertMatch, assertStringIncludes } from "../../../lib/std/assert.ts";
import { barsPath, linePath } from "../../../lib/view/parts/chart_paths.ts";
import { chartScale, chartTop, type TimeChart } from "../../../lib/view/parts/chart_series.ts";
import { jsonAttribute } from "../../../lib/view/parts/json_attribute.ts";
import { timeChart } from "../../../lib/view/parts/time_chart.ts";
import { ticks } from "../../../lib/view/parts/time_scale.ts";
import { describeValue, roundTop, valueTicks } from "../../../lib/view/parts/value_scale.ts";
import { fc } from "../../helpers/property.ts";
import { HOSTILE } from "../../helpers/fake_finding.ts";

const CHART: TimeChart = {
  id: "requests",
  label: "Requests",
  start: "2026-04-12T03:00:00.000Z",
  bucketMs: 60_000,
  unit: "count",
  series: [
    { name: "5xx", values: [0, 40, 2], kind: "bars", tone: "critical" },
    { name: "others", values: [100, 60, 100], kind: "bars", tone: "band" },
    { name: "clients", values: [null, 7, 120], kind: "line", tone: "low" },
  ],
};

Deno.test("chartTop() has room for the highest stack, and for lines", () => {
  assertEquals(chartTop(CHART), 200);
  assertEquals(chartTop({ series: CHART.series.slice(0, 1) }), 40);
  assertEquals(chartTop({ series: [] }), 1);
});

Deno.test("chartScale() ends with the last bucket", () => {
  const startMs = Date.parse(CHART.start);
  assertEquals(chartScale(CHART), { startMs, endMs: startMs + 180_000 });
});

Deno.test("barsPath() gives what is not zero a pixel, and stacks what stands on others", () => {
  const under: number[] = [];
  const frame = { baseY: 100, height: 100, top: 1000 };
  assertEquals(barsPath([500, 0, 1], frame, under), "M0.02 100v-50h0.96v50zM2.02 100v-1h0.96v1z");
  assertEquals(barsPath([100, null, 1], frame, under), "M0.02 50v-10h0.96v10zM2.02 99v-1h0.96v1z");
});

Deno.test("barsPath() never leaves its place, however bars are stacked", () => {
  const values = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(values, (stack) => {
    const under: number[] = [];
    for (const value of stack) barsPath([value], { baseY: 20, height: 20, top: 1e6 }, under);
    return (under[0] ?? 0) <= 20;
  }));
});

Deno.test("linePath() is broken where there is no value, a lone value is a dot", () => {
  const frame = { baseY: 10, height: 10, top: 10 };
  assertEquals(linePath([0, 5, null, 10], frame), "M0.5 10h0L1.5 5M3.5 0h0");
});

Deno.test("timeChart() is complete without a script: picture with words, legend, table", () => {
  const { markup } = timeChart(CHART);
  assertMatch(
    markup,
    /role="img" aria-label="Requests, 2026-04-12 03:00:00 to 03:03:00 UTC: 5xx at most 40, /,
  );
  const rows = [...markup.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) =>
    [...row.matchAll(/<td class="number">([^<]*)</g)].map(([, text]) => text)
  );
  assertEquals(rows, [["0", "100", "–"], ["40", "60", "7"], ["2", "100", "120"]]);
});

Deno.test("timeChart() has a table of bounded length: sums of bars, the highest of lines", () => {
  const values = Array.from({ length: 720 }, (_, i) => i % 15);
  const series = [{ ...CHART.series[0]!, values }, { ...CHART.series[2]!, values }];
  const rows = [...timeChart({ ...CHART, series }).markup.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)];
  assertEquals(rows.length, 48);
  for (const [row] of rows) {
    assertStringIncludes(row, '<td class="number">105</td><td class="number">14</td>');
  }
});

Deno.test("timeChart() says so when there is nothing to draw", () => {
  assertEquals(timeChart({ ...CHART, series: [] }).markup, '<p class="empty">Requests: no data.</p>');
});

Deno.test("timeChart() shows names of others as text, and the script reads them as they are", () => {
  const series = [{ ...CHART.series[0]!, name: HOSTILE }];
  const { markup } = timeChart({ ...CHART, series });
  const tags = markup.replaceAll(/"[^"]*"/g, '""');
  assertEquals(/<script|<img|\sstyle=/i.exec(tags), null);
});

Deno.test("jsonAttribute() is ASCII, and means the same", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const json = jsonAttribute({ text });
    return /^[\x20-\x7e]*$/.test(json) && JSON.parse(json).text === text;
  }));
});

Deno.test("roundTop() is the next value whose half is round, too", () => {
  assertEquals([0, 0.3, 1, 3, 5, 7, 41, 99, 100, 101].map(roundTop), [1, 0.4, 1, 4, 6, 8, 60, 100, 100, 200]);
  assertEquals([Number.NaN, Infinity, -1].map(roundTop), [1, 1, 1]);
});

Deno.test("valueTicks() has no half of one", () => {
  assertEquals([valueTicks(1, "count"), valueTicks(1, "ms"), valueTicks(40, "count")], [[0, 1], [0, 0.5, 1], [
    0,
    20,
    40,
  ]]);
});

Deno.test("describeValue() names the unit", () => {
  assertEquals(describeValue(1234, "count"), "1,234");
  assertEquals(describeValue(0.4, "count"), "< 1");
  assertEquals(["ms", "bytes"].map((unit) => describeValue(1500, unit as "ms" | "bytes")), [
    "1.5 s",
    "1.5 kB",
  ]);
  assertEquals(describeValue(150_000, "ms"), "2 min 30 s");
});

Deno.test("ticks() are round on the clock that is asked for", () => {
  const startMs = Date.parse("2026-04-12T00:00:00Z");
  const scale = { startMs, endMs: startMs + 6 * 3_600_000 };
  const kathmandu = ticks(scale, { offsetMs: 5.75 * 3_600_000 });
  assertEquals(kathmandu.map(({ label }) => label), ["06:00", "07:00", "08:00", "09:00", "10:00", "11:00"]);
  assertEquals(new Date(kathmandu[0]?.timeMs ?? 0).toISOString(), "2026-04-12T00:15:00.000Z");
});

Deno.test("ticks() are as many as fit", () => {
  const startMs = Date.parse("2026-04-12T00:00:00Z");
  const scale = { startMs, endMs: startMs + 48 * 3_600_000 };
  assertEquals(ticks(scale, { most: 3 }).map(({ label }) => label), ["04-13"]);
  assertEquals(ticks(scale, { most: 9 }).length, 7);
});
