import { AccessTally } from "../../lib/analyze/access_tally.ts";
import type { Access } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import {
  agentOf,
  API,
  CONF,
  emptyBlock,
  LOGIN,
  PAGE,
  type RequestRow,
  tallyOf,
} from "./access/access_case.ts";

function summaryOf(...rows: readonly RequestRow[]): Access {
  return tallyOf({ "om-1": rows }).access.summary();
}

/** Client errors of the whole series. */
function errors4xx({ series }: Access): number {
  return series.errors4xx.reduce((sum, count) => sum + count, 0);
}

Deno.test("AccessTally counts routes by method, with status, bytes and percentiles", () => {
  const { routes } = summaryOf(
    { second: 0, route: "GET /a", bytes: 10, latencyMs: 0 },
    { second: 60, route: "GET /a", bytes: 10, latencyMs: 0 },
    { second: 120, route: "GET /a", status: 503, bytes: 5, latencyMs: 4000 },
    { second: 180, route: "POST /a", status: 201, bytes: 7 },
  );
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
  const tally = new AccessTally();
  tally.add(emptyBlock(1), null);
  const { routes, clients } = tally.summary();
  assertEquals(routes.map(({ method, route, status }) => [method, route, status]), [["", "(other)", {
    "-": 1,
  }]]);
  assertEquals(clients, [{ client: "(other)", count: 1, errors: 0 }]);
});

Deno.test("AccessTally lists the busiest client first, with its errors", () => {
  const { clients } = summaryOf(
    { second: 0, route: PAGE, client: "192.0.2.1", status: 404 },
    { second: 0, route: PAGE, client: "192.0.2.2" },
    { second: 0, route: PAGE, client: "192.0.2.2", status: 500 },
  );
  assertEquals(clients, [
    { client: "192.0.2.2", count: 2, errors: 1 },
    { client: "192.0.2.1", count: 1, errors: 1 },
  ]);
});

Deno.test("AccessTally keeps a series of five minutes, and says nothing of latency where there is none", () => {
  const { series } = summaryOf(
    { second: 60, route: PAGE, latencyMs: 40 },
    { second: 240, route: PAGE, status: 404 },
    { second: 960, route: PAGE, status: 502 },
  );
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
  const days = [0, 30, 60].map((day) => ({ second: day * 86_400, route: PAGE }));
  const { series } = summaryOf(...days);
  assertEquals([series.bucketMs, series.requests.length], [2_700_000, 1921]);
  assertEquals(series.requests.reduce((sum, count) => sum + count, 0), 3);
});

Deno.test("AccessTally without any request has an empty series", () => {
  assertEquals(summaryOf().series.requests, []);
});

Deno.test("AccessTally counts health probes by their route, and nowhere else", () => {
  const { routes, clients, series } = summaryOf(
    { second: 1, route: "GET /monitor/health", client: "probe", latencyMs: 1 },
    { second: 2, route: "GET /monitor/health", client: "probe", status: 503, latencyMs: 900 },
    { second: 3, route: PAGE, client: "person", latencyMs: 30 },
  );
  assertEquals(routes.map(({ route, count, status }) => [route, count, status]), [
    ["/monitor/health", 2, { "200": 1, "503": 1 }],
    ["/v2/{gid}", 1, { "200": 1 }],
  ]);
  assertEquals(clients.map(({ client }) => client), ["person"]);
  assertEquals([series.requests, series.errors5xx, series.p95Ms], [[1], [0], [30]]);
});

/** What the second request is, and whether the first one, a 401 at second 100, is then half of a handshake. */
const ANSWERS: readonly (readonly [name: string, answer: Partial<RequestRow>, isHandshake: boolean])[] = [
  ["a success right after", { second: 101 }, true],
  ["a success of the same second", { second: 100 }, true],
  ["a success ten seconds later", { second: 110 }, true],
  ["a success eleven seconds later", { second: 111 }, false],
  ["a success one second before, by the clock of another server", { second: 99 }, true],
  ["a success before", { second: 98 }, false],
  ["an error of the server", { second: 101, status: 500 }, true],
  ["another 401", { second: 101, status: 401 }, false],
  ["a success of another client", { second: 101, client: "other" }, false],
  ["a success of another URL", { second: 101, url: "?pageNum=2" }, false],
  ["a success of another method", { second: 101, route: API.replace("GET", "PUT") }, false],
];

for (const [name, answer, isHandshake] of ANSWERS) {
  Deno.test(`AccessTally takes a 401 and ${name} for ${isHandshake ? "a handshake" : "no handshake"}`, () => {
    const challenge = { second: 100, route: API, status: 401 };
    const other = { second: 0, route: API, ...answer };
    const expected = Number(!isHandshake) + Number(answer.status === 401);
    for (const rows of [[challenge, other], [other, challenge]]) {
      const summary = summaryOf(...rows);
      assertEquals(errors4xx(summary), expected);
      const errors = summary.clients.reduce((sum, client) => sum + client.errors, 0);
      assertEquals(errors, expected + Number(answer.status === 500));
      const refused = summary.routes.reduce((sum, { status }) => sum + (status["401"] ?? 0), 0);
      assertEquals(refused, 1 + Number(answer.status === 401), "the route keeps what was answered");
    }
  });
}

Deno.test("AccessTally finds the answer of a handshake in the log of another server, whichever is read first", () => {
  const [challenge, answer] = [[{ second: 5, route: API, status: 401 }], [{ second: 6, route: API }]];
  for (const hosts of [{ "om-1": challenge, "om-2": answer }, { "om-2": answer, "om-1": challenge }]) {
    assertEquals(errors4xx(tallyOf(hosts).access.summary()), 0);
  }
});

Deno.test("AccessTally counts every 401 of an agent as an error: agents do not use Digest", () => {
  const agent = agentOf("db-1");
  const named = summaryOf({ second: 1, route: CONF, status: 401, agent }, { second: 2, route: CONF, agent });
  const unnamed = summaryOf({ second: 1, route: CONF, status: 401 }, { second: 2, route: CONF });
  assertEquals([errors4xx(named), errors4xx(unnamed)], [1, 1]);
});

Deno.test("AccessTally.groups() holds what failed, by route and status, without halves of handshakes", () => {
  const tally = tallyOf({
    "om-1": [
      { second: 1, route: API, status: 401 },
      { second: 2, route: API },
      { second: 33, route: API, status: 401, client: "stranger" },
      { second: 4, route: API, status: 403 },
    ],
    "om-2": [{ second: 5, route: CONF, status: 429, agent: agentOf("db-1") }],
  }).access;
  assertEquals(
    tally.groups().map(({ method, route, status, parts, samples }) => ({
      name: `${method} ${route} ${status}`,
      by: parts.map(({ host, scope, total }) => {
        const { client, agent } = tally.kept.callers[scope]!;
        return `${total.count} on ${host} by ${client ?? tally.agents.rows[agent]!.host}`;
      }),
      samples: samples.length,
    })),
    [
      { name: "GET /agents/api/automation/conf/v1/{gid} 429", by: ["1 on 1 by db-1"], samples: 1 },
      { name: "GET /api/public/v1.0/groups/{gid}/hosts 401", by: ["1 on 0 by stranger"], samples: 1 },
      { name: "GET /api/public/v1.0/groups/{gid}/hosts 403", by: ["1 on 0 by 192.0.2.1"], samples: 1 },
    ],
  );
});

Deno.test("AccessTally.groups() holds other requests when they are asked for", () => {
  const tally = new AccessTally((method, route, status) =>
    method === "DELETE" && route === "/a" && status === 204
  );
  tally.addEntries({
    scopes: [],
    threads: [],
    users: [],
    agents: [],
    routes: [{ method: "DELETE", route: "/a" }, { method: "GET", route: "/a" }],
    clients: ["192.0.2.1"],
  });
  tally.add({
    ...emptyBlock(3),
    route: Uint32Array.of(1, 2, 1),
    client: Uint32Array.of(1, 1, 1),
    status: Uint16Array.of(204, 204, 200),
  }, null);
  assertEquals(tally.groups().map(({ method, status, parts }) => [method, status, parts[0]?.total.count]), [
    ["DELETE", 204, 1],
  ]);
  assertEquals(tally.summary().series.errors4xx, [0]);
});

Deno.test("AccessTally counts as many routes, clients and agents as a scan tells apart", () => {
  const tally = new AccessTally();
  const [routes, clients, agents] = [20_000, 200_000, 50_000];
  tally.addEntries({
    scopes: [],
    threads: [],
    users: [],
    routes: Array.from({ length: routes }, (_, i) => ({ method: "GET", route: `/${i}` })),
    clients: Array.from({ length: clients }, (_, i) => `c${i}`),
    agents: Array.from({ length: agents }, (_, i) => agentOf(`db-${i}`)),
  });
  const block = {
    ...emptyBlock(3),
    route: Uint32Array.of(1, routes, 0),
    client: Uint32Array.of(1, clients, 0),
    agent: Uint32Array.of(1, agents, 0),
    agentTimeMs: Float64Array.of(-50, 70, NaN),
  };
  for (const server of [0, 1, 0]) tally.add(block, null, server);
  assertEquals(tally.summary().routes.map(({ route, count }) => [route, count]), [
    ["(other)", 3],
    ["/0", 3],
    [`/${routes - 1}`, 3],
  ]);
  assertEquals(tally.summary().clients.map(({ client }) => client), ["(other)", "c0", `c${clients - 1}`]);
  const rows = tally.agents.rows.filter(({ requests }) => requests > 0);
  assertEquals(rows.map(({ host, requests }) => [host, requests]), [
    ["db-0", 3],
    [`db-${agents - 1}`, 3],
  ]);
  assertEquals(
    [...tally.agents.differences.byServer()],
    [0, 1].map((server) => [server, [[1, -50], [agents, 70]]]),
  );
});

Deno.test("AccessTally leaves out rows that are duplicates", () => {
  const tally = new AccessTally();
  tally.add(emptyBlock(2), Uint8Array.of(0, 1));
  assertEquals(tally.summary().routes[0]?.count, 1);
});

Deno.test("AccessTally comes to the same result whatever the order of rows and hosts", () => {
  const row = fc.record({
    second: fc.integer({ min: 0, max: 40 }),
    route: fc.constantFrom(API, PAGE, LOGIN, CONF, "GET /monitor/health"),
    client: fc.constantFrom("192.0.2.1", "192.0.2.2"),
    status: fc.constantFrom(200, 401, 401, 403, 500),
    latencyMs: fc.integer({ min: 0, max: 5000 }),
    url: fc.constantFrom("", "?a"),
  });
  const files = fc.array(fc.array(row, { maxLength: 30 }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(files, (rows) => {
      const inOrder = tallyOf({ "om-0": rows[0]!, "om-1": rows[1]! });
      const reversed = tallyOf({ "om-1": rows[1]!.toReversed(), "om-0": rows[0]!.toReversed() });
      assertEquals(reversed.access.summary(), inOrder.access.summary());
    }),
    { numRuns: 100 },
  );
});
