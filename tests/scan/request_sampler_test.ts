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
    sampler.take({ route, client, status, latencyMs, byteLength: 100, timeMs: at * SECOND_MS }) ? [at] : []
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
    return taken([200, 200, 200, 200, 404, 404, 404, 404].map((status) => ({ status })), sampler).length;
  });
  assertEquals(counts, [6, 6, 0]);
});

Deno.test("RequestSampler counts errors of too many kinds as one", () => {
  const sampler = new RequestSampler();
  const kinds = Array.from({ length: 100_000 }, (_, at) => ({ route: at >> 8, status: 600 + (at & 255) }));
  // Failures come first: three thousand of them are kept, whatever kind they are of.
  const count = taken(kinds, sampler).length;
  assert(count >= 68_536 && count < 69_000, String(count));
});

Deno.test("RequestSampler keeps every change that somebody makes and every failure, up to a limit", () => {
  const sampler = new RequestSampler();
  const routes = ["PUT /a", "GET /a", "POST /agents/a", "post /user/v1/auth", "DELETE /backup/a", "PATCH /b"];
  routes.forEach((name) => sampler.addRoute(name.split(" ")[0]!, name.split(" ")[1]!));
  const counts = routes.map((_, at) =>
    taken(Array.from({ length: 100 }, () => ({ route: at + 1 })), sampler).length
  );
  assertEquals(counts, [100, 3, 3, 100, 3, 100]);
  assertEquals(taken(Array.from({ length: 50 }, () => ({ status: 500 })), sampler).length, 50);
  assertEquals(taken(Array.from({ length: 50 }, () => ({ route: 1, status: 401 })), sampler).length, 3);
  const busy = taken(Array.from({ length: 5000 }, () => ({ route: 1 })), sampler).length;
  assert(busy >= 3900 && busy < 4000, String(busy));
});

Deno.test("RequestSampler keeps no more than twenty thousand changes, and no more than 8 MiB", () => {
  const sampler = new RequestSampler();
  for (let route = 1; route <= 10; route++) sampler.addRoute("PUT", `/${route}`);
  const requests = Array.from({ length: 30_000 }, (_, at) => ({ route: 1 + at % 10 }));
  const count = taken(requests, sampler).length;
  assert(count >= 20_000 && count < 20_500, String(count));
  const long = new RequestSampler();
  long.addRoute("PUT", "/a");
  const kept = Array.from({ length: 3000 }, (_, at) => {
    const facts = { route: 1, client: 1, status: 200, latencyMs: 5, byteLength: 8192, timeMs: at };
    return long.take(facts) && long.isWhole;
  });
  assertEquals(kept.filter((isWhole) => isWhole).length, 1024);
});
