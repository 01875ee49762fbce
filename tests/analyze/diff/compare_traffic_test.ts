import { compareErrors } from "../../../lib/analyze/diff/error_changes.ts";
import { compareLatencies } from "../../../lib/analyze/diff/latency_changes.ts";
import type { Route } from "../../../lib/analyze/analysis.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { diffCase, routeOf } from "./diff_case.ts";

type Percentiles = NonNullable<Route["latencyMs"]>;

function errorsBetween(before: readonly Route[], after: readonly Route[]): string[] {
  return compareErrors(diffCase({ routes: before }), diffCase({ routes: after })).map((change) =>
    `${change.route} ${change.status} ${change.before.errors} ${change.after.errors}`
  );
}

function latenciesBetween(before: Percentiles, after: Percentiles, count = 10_000): string[] {
  const routes = (latencyMs: Percentiles) => [routeOf("/x", { latencyMs, count })];
  return compareLatencies(diffCase({ routes: routes(before) }), diffCase({ routes: routes(after) })).map((
    change,
  ) => `${change.percentile} ${change.before.latencyMs} ${change.after.latencyMs}`);
}

const QUICK: Percentiles = { p50: 20, p90: 60, p95: 80, p99: 120, max: 200 };

Deno.test("compareErrors() tells shares that rise and fall, the most requests first, rises before falls", () => {
  const [before, after] = [
    [
      routeOf("/rises", { status: { 200: 9990, 500: 10 } }),
      routeOf("/rises-more", { status: { 200: 9990, 502: 4, 503: 6 } }),
      routeOf("/falls", { status: { 200: 9000, 404: 1000 } }),
      routeOf("/stays", { status: { 200: 9990, 500: 10 } }),
    ],
    [
      routeOf("/rises", { status: { 200: 9800, 500: 200 } }),
      routeOf("/rises-more", { status: { 200: 9500, 503: 500 } }),
      routeOf("/falls", { status: { 200: 9990, 404: 10 } }),
      routeOf("/stays", { status: { 200: 9985, 500: 15 } }),
    ],
  ];
  assertEquals(errorsBetween(before!, after!), [
    "/rises-more 5xx 10 500",
    "/rises 5xx 10 200",
    "/falls 4xx 1000 10",
  ]);
});

Deno.test("compareErrors() compares shares: more requests with as many errors each are no change", () => {
  assertEquals(
    errorsBetween([routeOf("/x", { count: 1000, status: { 200: 900, 500: 100 } })], [
      routeOf("/x", { count: 50_000, status: { 200: 45_000, 500: 5000 } }),
    ]),
    [],
  );
});

Deno.test("compareErrors() takes the 401 of Digest sign-ins as it is: half of the requests, before and after", () => {
  const digest = (count: number) => [routeOf("/api", { count, status: { 200: count / 2, 401: count / 2 } })];
  assertEquals(errorsBetween(digest(1000), digest(9000)), []);
  assertEquals(
    errorsBetween([routeOf("/agents")], [routeOf("/agents", { status: { 200: 9000, 401: 1000 } })]),
    ["/agents 401 0 1000"],
  );
});

Deno.test("compareErrors() does not tell a change that less than one in a thousand requests feels", () => {
  const many = (
    errors: number,
  ) => [routeOf("/x", { count: 1_000_000, status: { 200: 1e6 - errors, 500: errors } })];
  assertEquals(errorsBetween(many(10), many(900)), []);
  assertEquals(errorsBetween(many(10), many(1200)), ["/x 5xx 10 1200"]);
});

Deno.test("compareErrors() counts all requests from the series, which has no first halves of Digest sign-ins", () => {
  const withSeries = (errors5xx: number[], errors4xx: number[]) => {
    const analysis = diffCase();
    const { series } = analysis.access;
    return {
      ...analysis,
      access: { ...analysis.access, series: { ...series, requests: [5000, 5000], errors5xx, errors4xx } },
    };
  };
  const changes = compareErrors(withSeries([1, 1], [50, 50]), withSeries([90, 110], [55, 50]));
  assertEquals(changes.map(({ route, status, before, after }) => [route, status, before, after]), [
    [null, "5xx", { requests: 10_000, errors: 2 }, { requests: 10_000, errors: 200 }],
  ]);
});

Deno.test("compareLatencies() tells a median or a 95th percentile that doubles or halves", () => {
  const slow: Percentiles = { p50: 60, p90: 180, p95: 240, p99: 400, max: 900 };
  assertEquals(latenciesBetween(QUICK, slow), ["p95 80 240", "p50 20 60"]);
  assertEquals(latenciesBetween(slow, QUICK), ["p95 240 80", "p50 60 20"]);
  assertEquals(latenciesBetween(QUICK, { ...QUICK, p95: 400, p99: 900, max: 2000 }), ["p95 80 400"]);
});

Deno.test("compareLatencies() tells neither the slowest requests, nor less than twice, nor a few milliseconds", () => {
  assertEquals(latenciesBetween(QUICK, { ...QUICK, p99: 5000, max: 29_000 }), []);
  assertEquals(latenciesBetween(QUICK, { p50: 35, p90: 100, p95: 150, p99: 220, max: 300 }), []);
  assertEquals(
    latenciesBetween({ p50: 1, p90: 2, p95: 2, p99: 2, max: 2 }, { p50: 3, p90: 6, p95: 7, p99: 8, max: 9 }),
    [],
  );
});

Deno.test("compareLatencies() cannot tell from a few requests", () => {
  const slow: Percentiles = { p50: 60, p90: 180, p95: 240, p99: 400, max: 900 };
  assertEquals(latenciesBetween(QUICK, slow, 60), []);
});
