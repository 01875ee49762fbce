import { CELL_MS } from "../../../lib/analyze/access/cell_counts.ts";
import { latencyClass } from "../../../lib/analyze/access/latency_class.ts";
import { classIn, requestsIn } from "../../../lib/analyze/access/request_cells.ts";
import { routeKind } from "../../../lib/analyze/access/route_kind.ts";
import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import type { AccessBlock } from "../../../lib/scan/column_block.ts";
import { fc } from "../../helpers/property.ts";
import { START_MS } from "../log_case.ts";
import { agentOf, API, CONF, emptyBlock, LOGIN } from "./access_case.ts";

interface Row {
  readonly minute: number;
  /** Ids. */
  readonly route: number;
  readonly client: number;
  readonly agent: number;
  readonly status: number;
  readonly latencyMs: number;
  readonly request: number;
}

const ROUTES = [API, API.replace("GET", "PUT"), CONF, "GET /monitor/health", LOGIN].map((name) => {
  const [method = "", route = ""] = name.split(" ");
  return { method, route };
});
const CLIENTS = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];
const AGENTS = [agentOf("db-1"), agentOf("db-1", undefined, "109.0.0"), agentOf("db-2")];

const row: fc.Arbitrary<Row> = fc.record({
  minute: fc.oneof(fc.nat(9), fc.integer({ min: -5000, max: 5000 })),
  route: fc.nat(5),
  client: fc.nat(4),
  agent: fc.nat(3),
  status: fc.constantFrom(0, 200, 216, 304, 401, 403, 503, 65_535),
  latencyMs: fc.constantFrom(NaN, 0, 3, 8191, 8192, 1e9, Infinity, -1, 0.5),
  request: fc.nat(3),
});

function timeOf({ minute }: Row): number {
  return START_MS + minute * 60_000;
}

/** The clock of an agent: not told, right, or off, by anything up to hours. */
function agentTimeOf({ minute }: Row): number {
  return minute % 3 === 0 ? NaN : START_MS + minute * (minute % 3 === 1 ? 60_000 : 59_000);
}

function blockOf(rows: readonly Row[]): AccessBlock {
  return {
    ...emptyBlock(rows.length),
    timeMs: Float64Array.from(rows, timeOf),
    route: Uint32Array.from(rows, ({ route }) => route),
    client: Uint32Array.from(rows, ({ client }) => client),
    agent: Uint32Array.from(rows, ({ agent }) => agent),
    status: Uint16Array.from(rows, ({ status }) => status),
    responseBytes: Float64Array.from(rows, ({ minute }) => minute ** 2),
    latencyMs: Float32Array.from(rows, ({ latencyMs }) => latencyMs),
    agentTimeMs: Float64Array.from(rows, agentTimeOf),
    request: Uint32Array.from(rows, ({ request }) => request),
  };
}

function newTally(): AccessTally {
  const tally = new AccessTally((method) => method === "PUT");
  const none = { scopes: [], threads: [], users: [] };
  tally.addEntries({ ...none, routes: ROUTES, clients: CLIENTS, agents: AGENTS });
  return tally;
}

/** Everything that is told of requests. */
function told(add: (tally: AccessTally) => void): unknown {
  const tally = newTally();
  add(tally);
  return [
    tally.summary(),
    tally.groups().map(({ route, status, parts }) => [route, status, parts.map(({ total }) => total)]),
    tally.agents.rows.map(({ offsets, ...row }) => [row, offsets.count, offsets.quantileMs(0.5)]),
    tally.agents.rows.map((_, row) => tally.agents.callsOf(row)),
    [...tally.agents.versions()],
    [...tally.agents.differences.byServer()].flatMap(([server, own]) => own.map((one) => [server, ...one])),
    tally.cells.list(),
    tally.clients.busyCells(),
  ];
}

/** Counts of what has a key. */
function countBy<T>(all: Iterable<T>, keyOf: (one: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => a < b ? -1 : 1));
}

function isTraffic({ route }: Row): boolean {
  return route === 0 || routeKind(ROUTES[route - 1]!.route) !== "health";
}

Deno.test("RequestCounter: requests count the same in one block, in several and one by one, and not when marked", () => {
  const rows = fc.array(fc.tuple(row, fc.boolean()), { maxLength: 40 });
  fc.assert(fc.property(rows, fc.nat(40), (marked, cut) => {
    const rows = marked.map(([one]) => one);
    const kept = marked.filter(([, isMarked]) => !isMarked).map(([one]) => one);
    const marks = Uint8Array.from(marked, ([, isMarked]) => Number(isMarked));
    const oneByOne = (rows: readonly Row[]) =>
      told((tally) => rows.forEach((one) => tally.add(blockOf([one]), null, 2)));
    const inTwo = told((tally) => {
      for (const part of [rows.slice(0, cut), rows.slice(cut)]) tally.add(blockOf(part), null, 2);
    });
    assertEquals(inTwo, oneByOne(rows));
    assertEquals(told((tally) => tally.add(blockOf(rows), marks, 2)), oneByOne(kept));
  }));
});

Deno.test("RequestCounter counts a block that is larger than its columns as several smaller ones", () => {
  const rows = Array.from({ length: 10_000 }, (_, at): Row => ({
    minute: at % 700,
    route: at % 6,
    client: at % 5,
    agent: at % 4,
    status: [200, 401, 503][at % 3]!,
    latencyMs: at % 9000,
    request: at % 4,
  }));
  const parts = [rows.slice(0, 3000), rows.slice(3000, 6000), rows.slice(6000)];
  assertEquals(
    told((tally) => tally.add(blockOf(rows), null, 1)),
    told((tally) => parts.forEach((part) => tally.add(blockOf(part), null, 1))),
  );
});

/** Blocks of several hosts, which come by turns. */
const blocks = fc.array(fc.tuple(fc.nat(3), fc.array(row, { maxLength: 60 })), { maxLength: 5 });

Deno.test("RequestCounter counts by route, status, client, five minutes and class as one would by hand", () => {
  fc.assert(fc.property(blocks, (blocks) => {
    const tally = newTally();
    for (const [host, rows] of blocks) tally.add(blockOf(rows), null, host);
    const all = blocks.flatMap(([host, rows]) => rows.map((row) => ({ ...row, host })));
    const { routes, clients, series } = tally.summary();
    assertEquals(
      Object.fromEntries(routes.map(({ method, route, status }) => [`${method} ${route}`, status])),
      Object.fromEntries(
        [...Map.groupBy(all, ({ route }) => route)].map(([route, own]) => {
          const { method, route: path } = ROUTES[route - 1] ?? { method: "", route: "(other)" };
          return [`${method} ${path}`, countBy(own, ({ status }) => `${status || "-"}`)];
        }),
      ),
    );
    assertEquals(
      Object.fromEntries(clients.map(({ client, count }) => [client, count])),
      countBy(all.filter(isTraffic), ({ client }) => ["(other)", ...CLIENTS][client]!),
    );
    assertEquals(series.requests.reduce((sum, count) => sum + count, 0), all.filter(isTraffic).length);
    const counted = tally.cells.list().flatMap(({ route, host, cells, counts }) =>
      Array.from(cells, (cell, at) => {
        const key = `${route} ${host} ${cell} ${classIn(counts[at]!)}`;
        return new Array<string>(requestsIn(counts[at]!)).fill(key);
      }).flat()
    );
    assertEquals(
      countBy(counted, (key) => key),
      countBy(all, (one) => {
        const cell = Math.floor(timeOf(one) / CELL_MS);
        return `${one.route} ${one.host} ${cell} ${latencyClass(one.latencyMs)}`;
      }),
    );
  }));
});

Deno.test("RequestCounter counts calls of agents as one would by hand, on every server", () => {
  fc.assert(fc.property(blocks, (blocks) => {
    const tally = newTally();
    for (const [host, rows] of blocks) tally.add(blockOf(rows), null, host);
    const calls = blocks.flatMap(([host, rows]) => rows.map((row) => ({ ...row, host })))
      .filter((one) => isTraffic(one) && one.agent > 0);
    const lastDifferences = new Map<string, number>();
    for (const [row, agents] of [[1, [1, 2]], [2, [3]]] as const) {
      const own = calls.filter(({ agent }) => agents.some((one) => one === agent));
      const { requests, unauthorized, firstMs, lastMs, servers, offsets } = tally.agents.rows[row]!;
      assertEquals([requests, unauthorized], [
        own.length,
        own.filter(({ status }) => status === 401).length,
      ]);
      const times = own.map(timeOf);
      assertEquals([firstMs, lastMs], [Math.min(...times), Math.max(...times)]);
      assertEquals(servers, new Set(own.map(({ host }) => host)));
      assertEquals(offsets.count, own.filter((one) => !Number.isNaN(agentTimeOf(one))).length);
      const bins = new Set(times.map((timeMs) => Math.floor(timeMs / 10_000) * 10_000));
      assertEquals([...tally.agents.callsOf(row)], [...bins].sort((a, b) => a - b));
      for (const one of own) {
        const differenceMs = agentTimeOf(one) - timeOf(one);
        if (!Number.isNaN(differenceMs)) lastDifferences.set(`${one.host} ${row}`, differenceMs);
      }
    }
    const told = [...tally.agents.differences.byServer()].flatMap(([server, own]) =>
      own.map(([row, differenceMs]) => [`${server} ${row}`, differenceMs] as const)
    );
    assertEquals(new Map(told), lastDifferences);
  }));
});

Deno.test("RequestCounter tells the timeline of agents when it had to become coarser in the middle of a block", () => {
  const agents = 31_500;
  const tally = new AccessTally();
  const hosts = Array.from({ length: agents }, (_, at) => agentOf(`db-${at}`));
  tally.addEntries({ scopes: [], threads: [], users: [], routes: ROUTES, clients: CLIENTS, agents: hosts });
  const rows = 2 * agents;
  const second = (row: number) => (row < agents ? 0 : 86_400) + row % 86_400;
  tally.add({
    ...emptyBlock(rows),
    timeMs: Float64Array.from({ length: rows }, (_, row) => START_MS + second(row) * 1000),
    route: new Uint32Array(rows).fill(3),
    agent: Uint32Array.from({ length: rows }, (_, row) => 1 + row % agents),
  }, null);
  assertEquals(tally.agents.binMs, 20_000);
  for (const agent of [0, 77, agents - 1]) {
    const bins = [agent, agents + agent].map((row) => Math.floor(second(row) / 20) * 20);
    assertEquals(Array.from(tally.agents.callsOf(agent + 1), (bin) => (bin - START_MS) / 1000), bins);
  }
});

Deno.test("RequestCounter counts routes with more statuses than it has room for", () => {
  const tally = newTally();
  const rows = 2 * 65_536;
  const statuses = Uint16Array.from({ length: rows }, (_, row) => row % 65_536);
  const routes = Uint32Array.from({ length: rows }, (_, row) => row < 65_536 ? 1 : 2);
  tally.add({ ...emptyBlock(rows), route: routes, status: statuses }, null);
  tally.add({ ...emptyBlock(rows), route: routes, status: statuses }, null);
  for (const { count, status } of tally.summary().routes) {
    assertEquals([count, Object.keys(status).length], [2 * 65_536, 65_536]);
    assertEquals(new Set(Object.values(status)), new Set([2]));
  }
});
