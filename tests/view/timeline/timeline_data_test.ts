import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { indexAnalysis } from "../../../lib/report/report_index.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { carriedActivity } from "../../../lib/view/carry/carried_activity.ts";
import {
  coveredCategories,
  type TimelineData,
  timelineData,
  type TimelineFilter,
} from "../../../lib/view/timeline/timeline_data.ts";
import type { WindowValues } from "../../../lib/view/params/window_values.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, coverage, fakeEvent, fakeFinding } from "../../helpers/fake_finding.ts";

const ALL = { host: undefined, category: undefined, all: false, since: undefined, until: undefined };

function load(
  over: Partial<TimelineFilter & WindowValues> = {},
  analysis: Analysis = fakeAnalysis(),
): TimelineData {
  const index = indexAnalysis(analysis);
  const activity = (question: Parameters<typeof carriedActivity>[1]) => carriedActivity(analysis, question);
  const data = timelineData({ index, activity }, { ...ALL, ...over });
  if (data === null) throw new Error("Cannot test the timeline: it has no time");
  return data;
}

function ms(...time: Parameters<typeof at>): number {
  return Date.parse(at(...time));
}

Deno.test("timelineData() is null when nothing has a time", () => {
  const index = indexAnalysis(emptyAnalysis());
  assertEquals(timelineData({ index, activity: () => [] }, ALL), null);
});

Deno.test("timelineData() marks events by role, candidates as causes", () => {
  const marks = load().events.map(({ kind, id, count }) => [kind, id, count]);
  assertEquals(marks.filter(([kind]) => kind === "cause").map(([, id]) => id), ["ev-user", "ev-publish"]);
  assertEquals(marks.filter(([kind]) => kind === "access"), [["access", "ev-login", 1]]);
  assertEquals(marks.length, 7);
});

Deno.test("timelineData() joins events of a kind that are too close, and tells the first of them", () => {
  const events = Array.from(
    { length: 50 },
    (_, i) =>
      fakeEvent({
        id: `e-${i}`,
        time: at(2, 0, i),
        role: "access",
        type: "SYNTHETIC",
        summary: `number ${i}`,
      }),
  );
  const whole = load({}, fakeAnalysis({ events }));
  const most = whole.events.reduce((a, b) => b.count > a.count ? b : a);
  assertEquals(whole.events.length, 2);
  assertEquals(whole.events.reduce((sum, { count }) => sum + count, 0), 50);
  assertEquals([most.texts.length, most.texts[0]?.[1]?.startsWith("SYNTHETIC: number ")], [4, true]);
  // Zoomed in, each has its mark.
  const near = load({ since: ms(2), until: ms(2, 1) }, fakeAnalysis({ events }));
  assertEquals(near.events.map(({ count }) => count), new Array(50).fill(1));
});

Deno.test("timelineData() knows a quarter more on both sides than is shown", () => {
  const { shown, reach, events } = load({ since: ms(3), until: ms(3, 20) });
  assertEquals(shown, { startMs: ms(3), endMs: ms(3, 20) });
  assertEquals(reach, { startMs: ms(2, 55), endMs: ms(3, 25) });
  // 02:50 is too early, 03:20 is an edge, 03:31 too late.
  assertEquals(events.map(({ id }) => id), ["ev-publish", "ev-down", "ev-hostile"]);
});

Deno.test("timelineData() shows a window that lies beyond the logs", () => {
  const { shown, events, lanes } = load({ since: ms(20), until: ms(21) });
  assertEquals(shown, { startMs: ms(20), endMs: ms(21) });
  assertEquals([events.length, lanes.every(({ series }) => series.records === undefined)], [0, true]);
});

Deno.test("timelineData() has a lane for each log that is covered, with what it holds", () => {
  const { lanes } = load();
  assertEquals(lanes.map(({ host, category, series }) => [host, category, Object.keys(series).sort()]), [
    ["om-1.example", "application", ["error", "records", "warn"]],
    ["om-1.example", "http_access", ["errors5xx", "p95Ms", "records"]],
    ["om-2.example", "application", ["error", "records", "warn"]],
    ["om-2.example", "http_access", ["errors5xx", "p95Ms", "records"]],
    ["om-3.example", "daemon", []],
    ["om-3.example", "migration", []],
  ]);
  assertEquals(lanes[0]?.series.error?.[38], 40);
  assertEquals(lanes[2]?.gaps, [{ startMs: ms(3, 20, 26), endMs: ms(3, 21, 40), kind: "silent" }]);
});

Deno.test("timelineData() keeps the buckets that the window touches, and those beside it", () => {
  const { lanes, reach } = load({ since: ms(3), until: ms(4) });
  const lane = lanes[0];
  assertEquals([lane?.startMs, lane?.bucketMs], [reach.startMs, 300_000]);
  assertEquals(lane?.series.records?.length, 19);
});

Deno.test("timelineData() shows hosts with part of a name, and logs of a category", () => {
  const { lanes, hostCount } = load({ host: "OM-2", category: "http_access" });
  assertEquals(lanes.map(({ host, category }) => `${host} ${category}`), ["om-2.example http_access"]);
  assertEquals(hostCount, 1);
});

Deno.test("timelineData() shows twelve hosts at first, those with the worst findings before others", () => {
  const names = Array.from({ length: 30 }, (_, i) => `om-${i + 10}.example`);
  const analysis = fakeAnalysis({
    coverage: names.map((name) => coverage(name, "application")),
    findings: [
      fakeFinding({ severity: "medium", hosts: [names[20]!] }),
      fakeFinding({ hosts: [names[25]!] }),
    ],
  });
  const { lanes, hostCount, hostsShown } = load({}, analysis);
  assertEquals([hostCount, hostsShown], [30, 12]);
  assertEquals(lanes.slice(0, 3).map(({ host }) => host), [names[25], names[20], names[0]]);
  assertEquals(load({ all: true }, analysis).hostsShown, 30);
});

Deno.test("timelineData() keeps findings in their rows when the picture is zoomed", () => {
  const whole = new Map(load().findings.map(({ id, row }) => [id, row]));
  const near = load({ since: ms(3, 10), until: ms(3, 20) });
  assertEquals(near.findings.map(({ id }) => id).sort(), ["f-5xx", "f-appdb", "f-restart", "f-skew"]);
  for (const { id, row } of near.findings) assertEquals(row, whole.get(id), id);
  assertEquals(near.findingRows, load().findingRows);
});

Deno.test("timelineData() never puts two findings over each other while there are rows", () => {
  const { findings } = load();
  for (const [i, a] of findings.entries()) {
    for (const b of findings.slice(i + 1)) {
      assert(a.row !== b.row || a.endMs < b.startMs || b.endMs < a.startMs, `${a.id} over ${b.id}`);
    }
  }
});

Deno.test("timelineData() is of bounded size however much there is", () => {
  const analysis = bigAnalysis(3000, 400);
  const events = Array.from(
    { length: 20_000 },
    (_, i) =>
      fakeEvent({ id: `e-${i}`, time: new Date(ms(0) + i * 800).toISOString(), summary: "x".repeat(5000) }),
  );
  const data = load({ all: true }, { ...analysis, events });
  assert(data.events.length <= 400, String(data.events.length));
  assert(data.findings.length <= 250 && data.lanes.length <= 200 && data.incidents.length <= 6);
  const size = JSON.stringify(data).length;
  assert(size < 1_500_000, String(size));
});

Deno.test("coveredCategories() names the kinds of logs there are", () => {
  assertEquals(coveredCategories(indexAnalysis(fakeAnalysis())).sort(), [
    "application",
    "daemon",
    "http_access",
    "migration",
  ]);
});
