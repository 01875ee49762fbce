import { AccessTally } from "../../lib/analyze/access_tally.ts";
import type { AccessBlock } from "../../lib/scan/column_block.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { START_MS } from "./log_case.ts";

/** A request as `[minute, route id, client id, status, bytes, latency]`. */
type Row = readonly [
  minute: number,
  route: number,
  client: number,
  status: number,
  bytes: number,
  latencyMs: number,
];

function blockOf(rows: readonly Row[]): AccessBlock {
  const column = (at: number) => rows.map((row) => row[at]!);
  return {
    kind: "access",
    length: rows.length,
    timeMs: Float64Array.from(rows, ([minute]) => START_MS + minute * 60_000),
    route: Uint32Array.from(column(1)),
    client: Uint32Array.from(column(2)),
    status: Uint16Array.from(column(3)),
    responseBytes: Float64Array.from(column(4)),
    latencyMs: Float32Array.from(column(5)),
    key: new Uint32Array(rows.length),
  };
}

function tallyOf(rows: readonly Row[], skip: Uint8Array | null = null): ReturnType<AccessTally["summary"]> {
  const tally = new AccessTally();
  tally.addEntries({
    scopes: [],
    routes: [{ method: "GET", route: "/a" }, { method: "POST", route: "/a" }, { method: "GET", route: "/b" }],
    clients: ["192.0.2.1", "192.0.2.2"],
  });
  tally.add(blockOf(rows), skip);
  return tally.summary();
}

Deno.test("AccessTally counts routes by method, with status, bytes and percentiles", () => {
  const { routes } = tallyOf([
    [0, 1, 1, 200, 10, 0],
    [1, 1, 1, 200, 10, 0],
    [2, 1, 2, 503, 5, 4000],
    [3, 2, 2, 201, 7, NaN],
  ]);
  assertEquals(
    routes.map((
      { method, route, count, status, responseBytes },
    ) => [method, route, count, status, responseBytes]),
    [
      ["GET", "/a", 3, { "200": 2, "503": 1 }, 25],
      ["POST", "/a", 1, { "201": 1 }, 7],
    ],
  );
  assertEquals(routes[0]?.latencyMs, { p50: 0, p90: 4000, p95: 4000, p99: 4000, max: 4000 });
  assertEquals(routes[1]?.latencyMs, null);
});

Deno.test("AccessTally counts a request without status under a dash, and what is beyond a cap as other", () => {
  const { routes, clients } = tallyOf([[0, 0, 0, 0, 0, NaN]]);
  assertEquals(routes.map(({ method, route, status }) => [method, route, status]), [["", "(other)", {
    "-": 1,
  }]]);
  assertEquals(clients, [{ client: "(other)", count: 1, errors: 0 }]);
});

Deno.test("AccessTally lists the busiest client first, with its errors", () => {
  const { clients } = tallyOf([[0, 1, 1, 401, 0, 1], [0, 1, 2, 200, 0, 1], [0, 1, 2, 500, 0, 1]]);
  assertEquals(clients, [{ client: "192.0.2.2", count: 2, errors: 1 }, {
    client: "192.0.2.1",
    count: 1,
    errors: 1,
  }]);
});

Deno.test("AccessTally keeps a series of five minutes, and says nothing of latency where there is none", () => {
  const { series } = tallyOf([[1, 1, 1, 200, 0, 40], [4, 1, 1, 404, 0, NaN], [16, 1, 1, 502, 0, NaN]]);
  assertEquals(series, {
    start: "2026-04-12T00:00:00.000Z",
    bucketMs: 300_000,
    requests: [2, 0, 0, 1],
    errors5xx: [0, 0, 0, 1],
    errors4xx: [1, 0, 0, 0],
    p95Ms: [40, null, null, null],
  });
});

Deno.test("AccessTally widens the buckets of a long series and loses no request", () => {
  const { series } = tallyOf([[0, 1, 1, 200, 0, 1], [60 * 24 * 30, 1, 1, 200, 0, 1], [
    60 * 24 * 60,
    1,
    1,
    200,
    0,
    1,
  ]]);
  assertEquals([series.bucketMs, series.requests.length], [2_700_000, 1921]);
  assertEquals(series.requests.reduce((sum, count) => sum + count, 0), 3);
});

Deno.test("AccessTally leaves out rows that are duplicates", () => {
  const rows: Row[] = [[0, 1, 1, 200, 10, 1], [0, 1, 1, 200, 10, 1]];
  assertEquals(tallyOf(rows, Uint8Array.of(0, 1)).routes[0]?.count, 1);
});

Deno.test("AccessTally without any request has an empty series", () => {
  assertEquals(tallyOf([]).series.requests, []);
});
