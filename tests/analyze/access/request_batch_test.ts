import { CELL_MS } from "../../../lib/analyze/access/cell_counts.ts";
import { latencyClass } from "../../../lib/analyze/access/latency_class.ts";
import { RequestBatch } from "../../../lib/analyze/access/request_batch.ts";
import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import { latencyBucket, NO_LATENCY } from "../../../lib/analyze/latency_sketch.ts";
import type { AccessBlock } from "../../../lib/scan/column_block.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
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

const row: fc.Arbitrary<Row> = fc.record({
  minute: fc.oneof(fc.nat(9), fc.nat(5000)),
  route: fc.nat(5),
  client: fc.nat(4),
  agent: fc.nat(3),
  status: fc.constantFrom(0, 200, 304, 401, 403, 503),
  latencyMs: fc.constantFrom(NaN, 0, 3, 8191, 8192, 1e9),
  request: fc.nat(3),
});

function blockOf(rows: readonly Row[]): AccessBlock {
  return {
    ...emptyBlock(rows.length),
    timeMs: Float64Array.from(rows, ({ minute }) => START_MS + minute * 60_000),
    route: Uint32Array.from(rows, ({ route }) => route),
    client: Uint32Array.from(rows, ({ client }) => client),
    agent: Uint32Array.from(rows, ({ agent }) => agent),
    status: Uint16Array.from(rows, ({ status }) => status),
    responseBytes: Float64Array.from(rows, ({ minute }) => minute),
    latencyMs: Float32Array.from(rows, ({ latencyMs }) => latencyMs),
    agentTimeMs: Float64Array.from(rows, ({ minute }) => minute % 2 === 0 ? NaN : START_MS + minute * 59_000),
    request: Uint32Array.from(rows, ({ request }) => request),
  };
}

/** Everything that is told of requests. */
function told(add: (tally: AccessTally) => void): unknown {
  const tally = new AccessTally((method) => method === "PUT");
  tally.addEntries({
    scopes: [],
    threads: [],
    users: [],
    routes: [API, API.replace("GET", "PUT"), CONF, "GET /monitor/health", LOGIN].map((name) => {
      const [method = "", route = ""] = name.split(" ");
      return { method, route };
    }),
    clients: ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"],
    agents: [agentOf("db-1"), agentOf("db-1", undefined, "109.0.0"), agentOf("db-2")],
  });
  add(tally);
  return [
    tally.summary(),
    tally.groups().map(({ route, status, parts }) => [route, status, parts.map(({ total }) => total)]),
    tally.agents.rows.map(({ offsets, ...row }) => [row, offsets.count, offsets.quantileMs(0.5)]),
    tally.agents.rows.map((_, row) => tally.agents.callsOf(row)),
    [...tally.agents.versions()],
    tally.cells.list(),
    tally.clients.busyCells(),
  ];
}

Deno.test("RequestBatch: requests count the same in one block, in several and one by one, and not when marked", () => {
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

Deno.test("RequestBatch.fill() tells cell, bucket and class of every request, whatever time and latency", () => {
  const timeMs = fc.oneof(fc.integer({ min: -1e9, max: 2e12 }), fc.constantFrom(-62e12, 253e12));
  const latencyMs = fc.oneof(fc.nat(10_000), fc.float(), fc.constantFrom(-1, NaN, Infinity, 0.4));
  const batch = new RequestBatch();
  fc.assert(fc.property(fc.array(fc.tuple(timeMs, latencyMs)), (rows) => {
    const times = Float64Array.from(rows, ([timeMs]) => timeMs);
    const latencies = Float32Array.from(rows, ([, latencyMs]) => latencyMs);
    batch.fill({ ...emptyBlock(rows.length), timeMs: times, latencyMs: latencies }, null, 0);
    for (let row = 0; row < rows.length; row++) {
      assertEquals(batch.cell[row], Math.floor(times[row]! / CELL_MS));
      assertEquals(batch.bucket[row], latencyBucket(latencies[row]!));
      assertEquals(batch.bucket[row] === NO_LATENCY, !(latencies[row]! >= 0));
      assertEquals(batch.latency[row], latencyClass(latencies[row]!));
    }
  }));
});

Deno.test("RequestBatch.fill() has room for a block that is larger than the ones before, and for none", () => {
  const batch = new RequestBatch();
  for (const length of [3, 0, 100]) {
    batch.fill(emptyBlock(length), null, 5);
    assertEquals([batch.columns.length, batch.cell.length >= length, batch.host], [length, true, 5]);
  }
});
