import { DigestHandshakes, type HandshakeColumns } from "../../../lib/analyze/access/digest_handshakes.ts";
import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { agentOf, emptyBlock } from "./access_case.ts";

/** A request of a person or tool; `second` may be before 1970. */
interface Call {
  readonly second: number;
  readonly client: number;
  readonly request: number;
  readonly status: number;
}

function columnsOf(calls: readonly Call[]): HandshakeColumns {
  return {
    timeMs: Float64Array.from(calls, ({ second }) => second * 1000 + 999),
    route: new Uint32Array(calls.length),
    client: Uint32Array.from(calls, ({ client }) => client),
    request: Uint32Array.from(calls, ({ request }) => request),
    status: Uint16Array.from(calls, ({ status }) => status),
  };
}

function refusedOf(files: readonly (readonly Call[])[]): number[] {
  const handshakes = new DigestHandshakes();
  for (const calls of files) handshakes.add(columnsOf(calls), Uint32Array.from(calls.keys()), 0);
  return handshakes.takeRefused().map(({ timeMs }) => Math.floor(timeMs / 1000));
}

Deno.test("DigestHandshakes tells the refusals that nothing answers, in their order, whichever file has the answer", () => {
  const call = fc.record({
    second: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -40, max: 20 })),
    client: fc.nat(1),
    request: fc.constantFrom(0, 1, 2 ** 32 - 1),
    status: fc.constantFrom(200, 401, 401, 500),
  });
  const files = fc.array(fc.array(call, { maxLength: 25 }), { maxLength: 3 });
  fc.assert(fc.property(files, (files) => {
    const all = files.flat();
    const expected = all.filter(({ status, client, request, second }) =>
      status === 401 &&
      !all.some((other) =>
        other.status !== 401 && other.client === client && other.request === request &&
        other.second >= second - 1 && other.second <= second + 10
      )
    );
    assertEquals(refusedOf(files), expected.map(({ second }) => second));
  }));
});

Deno.test("DigestHandshakes tells apart answers that come weeks later, when seconds begin again", () => {
  const refusal = { second: 1_000_000_000, client: 1, request: 1, status: 401 };
  const answer = { ...refusal, second: refusal.second + 2 ** 21, status: 200 };
  assertEquals(refusedOf([[refusal, answer]]), [refusal.second]);
});

Deno.test("DigestHandshakes tells refusals once, and looks at no other rows than it is told", () => {
  const calls = [401, 200].map((status) => ({ second: 0, client: 1, request: 1, status }));
  const handshakes = new DigestHandshakes();
  handshakes.add(columnsOf(calls), Uint32Array.of(0), 3);
  assertEquals(handshakes.takeRefused().map(({ host }) => host), [3]);
  assertEquals(handshakes.takeRefused().length, 0);
});

Deno.test("AccessTally decides later whether a refusal of a person is kept, but not for agents and for other statuses", () => {
  const tally = new AccessTally();
  const none = { scopes: [], threads: [], users: [] };
  tally.addEntries({
    ...none,
    routes: [{ method: "GET", route: "/a" }],
    clients: [],
    agents: [agentOf("db-1")],
  });
  const block = {
    ...emptyBlock(4),
    route: Uint32Array.of(1, 1, 1, 1),
    status: Uint16Array.of(401, 401, 403, 200),
  };
  tally.add({ ...block, agent: Uint32Array.of(0, 1, 0, 0) }, null);
  const refusals = tally.groups().map(({ status, parts }) => [status, parts.map(({ total }) => total.count)]);
  assertEquals(refusals, [[401, [1]], [403, [1]]], "the refusal without an agent was answered");
});
