import type { Route } from "../../../lib/analyze/analysis.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { ACCESS_VIEW } from "../../../lib/view/access/access_view.ts";
import { sharePercent, shareText } from "../../../lib/view/access/share_text.ts";
import { statusBar, statusClasses, statusText } from "../../../lib/view/access/status_bar.ts";
import { type StatusRow, statusRows } from "../../../lib/view/access/status_table.ts";
import type { TimeRow } from "../../../lib/view/access/time_table.ts";
import type { Traffic } from "../../../lib/view/access/traffic.ts";
import type { TablePage } from "../../../lib/view/parts/data_table.ts";
import { fakeAccessActivity, fakeApplicationActivity } from "../../helpers/fake_activity.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at } from "../../helpers/fake_finding.ts";
import { loadFrom, renderFrom } from "../view_case.ts";

interface Loaded {
  readonly total: number;
  readonly traffic: Traffic | null;
  readonly hosts: readonly string[];
  readonly routes: TablePage<Route>;
  readonly codes: TablePage<StatusRow>;
  readonly times: TablePage<TimeRow>;
}

const ANALYSIS = fakeAnalysis({
  activity: [fakeApplicationActivity("om-1.example"), fakeAccessActivity("om-1.example")],
});

function loadAt(address: string): Loaded {
  // What the view loads has these fields.
  return loadFrom(ACCESS_VIEW, ANALYSIS, address) as Loaded;
}

Deno.test("/access counts requests and tells each stretch of time that had some", () => {
  const { total, times, hosts } = loadAt("/access");
  assertEquals([total, times.total, hosts], [181_222, 54, ["om-1.example"]]);
  assertEquals(times.rows[38], {
    start: at(3, 10),
    end: at(3, 15),
    requests: 3000 + (38 * 71) % 400,
    refused: 2,
    failed: 150,
    p95Ms: 118,
  });
});

Deno.test("/access sorts each of its tables by itself", () => {
  const { routes, times, codes } = loadAt("/access?sort=count&time-sort=-p95&status-sort=-count");
  assertEquals(routes.rows.map(({ count }) => count), [2, 181_220]);
  assertEquals(times.rows[0]?.p95Ms, 133);
  assertEquals(codes.rows.map(({ code }) => code), ["200", "500", "304", "404"]);
});

Deno.test("/access cuts what is over time to the window, not the totals", () => {
  const { traffic, times, total } = loadAt(`/access?since=${at(3, 11)}&until=${at(3, 20)}`);
  assertEquals([traffic?.start, traffic?.errors5xx], [at(3, 10), [150, 150]]);
  assertEquals([times.total, total], [2, 181_222]);
  assertEquals(loadAt(`/access?since=${at(9)}`).traffic, null);
});

Deno.test("/access tells the traffic of a host; of one without access log there is none", () => {
  assertEquals(loadAt("/access?host=om-1.example").traffic?.p95Ms[7], null);
  assertEquals(loadAt("/access?host=om-1.example").traffic?.p95Ms[38], 5000);
  assertEquals(loadAt("/access?host=om-9.example").traffic, null);
});

Deno.test("/access shows hostile routes as text, and that of a report is missing what it left out", () => {
  const omissions = ["9 of 90 clients are in this report; all are in analysis.json and in the case"];
  const { body: { markup } } = renderFrom(ACCESS_VIEW, ANALYSIS, `/access?since=${at(3)}`, omissions);
  assert(!/<script|<img|style=/.test(markup));
  assertEquals(markup.split("Of all time and all hosts").length - 1, 3);
  assertStringIncludes(markup, "9 of 90 clients are in this report");
  assertStringIncludes(markup, 'id="access-outcome"');
  const empty = renderFrom(ACCESS_VIEW, emptyAnalysis(), "/access").body.markup;
  assertStringIncludes(empty, "No access log was read.");
});

Deno.test("statusRows() sums up codes and names the route that has most of each", () => {
  const routeOf = (route: string, status: Route["status"]): Route => ({
    method: "GET",
    route,
    status,
    count: 0,
    responseBytes: 0,
    latencyMs: null,
  });
  assertEquals(statusRows([routeOf("/a", { 500: 2, 200: 9 }), routeOf("/b", { 500: 3 })]), [
    { code: "200", count: 9, routes: 1, most: { method: "GET", route: "/a", count: 9 } },
    { code: "500", count: 5, routes: 2, most: { method: "GET", route: "/b", count: 3 } },
  ]);
});

Deno.test("statusBar() shows a few failures among many requests", () => {
  const status = { 200: 99_990, 401: 7, 503: 3 };
  assertEquals(statusClasses(status), { good: 99_990, refused: 7, failed: 3 });
  assertEquals(statusText(status), "200: 99,990, 401: 7, 503: 3");
  const widths = [...statusBar(status).markup.matchAll(/class="(fill-\w+)"[^>]* width="(\d+)"/g)];
  assertEquals(widths.map(([, name, width]) => [name, width]), [
    ["fill-band", "90"],
    ["fill-medium", "2"],
    ["fill-critical", "2"],
  ]);
});

for (
  const [part, whole, text, percent] of [
    [0, 0, "", 0],
    [0, 7, "", 0],
    [1, 100_000, "< 0.1 %", 0],
    [3, 1000, "0.3 %", 0.3],
    [994, 10_000, "9.9 %", 9.94],
    [1, 3, "33 %", 33.33],
    [7, 7, "100 %", 100],
  ] as const
) {
  Deno.test(`shareText() ${part} of ${whole} is "${text}"`, () => {
    assertEquals([shareText(part, whole), sharePercent(part, whole)], [text, percent]);
  });
}
