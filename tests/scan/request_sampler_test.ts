import { assert, assertEquals } from "../../lib/std/assert.ts";
import { RequestSampler } from "../../lib/scan/request_sampler.ts";

const SECOND_MS = 1000;

interface Request {
  readonly route?: number;
  readonly client?: number;
  readonly status?: number;
  readonly latencyMs?: number;
}

/** Indexes of the requests that are kept; they are a second apart. */
function taken(requests: readonly Request[], sampler: RequestSampler = new RequestSampler()): number[] {
  return requests.flatMap(({ route = 1, client = 1, status = 200, latencyMs = 5 }, at) =>
    sampler.take({ route, client, status, latencyMs, timeMs: at * SECOND_MS }) ? [at] : []
  );
}

Deno.test("RequestSampler keeps the first three requests of a route and class of status", () => {
  const statuses = [200, 200, 204, 201, 302, 302, 302, 304, 0, 200];
  assertEquals(taken(statuses.map((status) => ({ status }))), [0, 1, 2, 4, 5, 6, 8]);
  assertEquals(taken([1, 1, 1, 1, 2, 2, 2, 2].map((route) => ({ route }))), [0, 1, 2, 4, 5, 6]);
});

Deno.test("RequestSampler keeps errors by their status, and the first of each client", () => {
  const statuses = [401, 401, 401, 401, 403, 503, 503, 401];
  assertEquals(taken(statuses.map((status) => ({ status }))), [0, 1, 2, 4, 5, 6]);
  const clients = [1, 1, 1, 1, 2, 2, 3, 3];
  assertEquals(taken(clients.map((client) => ({ client, status: 401 }))), [0, 1, 2, 4, 6]);
  assertEquals(taken(clients.map((client) => ({ client }))), [0, 1, 2]);
});

Deno.test("RequestSampler keeps slow requests by how slow they are", () => {
  const latencies = [5, 5, 5, 255, 256, 1023, 1024, 5000, 20_000, 1e6, 5, 300, 300, 1e6, 1e6, NaN];
  assertEquals(taken(latencies.map((latencyMs) => ({ latencyMs }))), [0, 1, 2, 4, 5, 6, 7, 8, 9, 11, 13]);
});

Deno.test("RequestSampler keeps hosts apart", () => {
  const sampler = new RequestSampler();
  const counts = ["a", "b", "a"].map((host) => {
    sampler.useHost(host);
    return taken([200, 200, 200, 200, 503, 503, 503, 503].map((status) => ({ status })), sampler).length;
  });
  assertEquals(counts, [6, 6, 0]);
});

Deno.test("RequestSampler counts errors of too many kinds as one", () => {
  const sampler = new RequestSampler();
  const kinds = Array.from({ length: 100_000 }, (_, at) => ({ route: at >> 8, status: 400 + (at & 255) }));
  const count = taken(kinds, sampler).length;
  assert(count >= 65_536 && count < 66_000, String(count));
});
