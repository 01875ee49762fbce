import { DigestHandshakes } from "../../../lib/analyze/access/digest_handshakes.ts";
import { DIGEST, KEPT, RequestBatch } from "../../../lib/analyze/access/request_batch.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { emptyBlock } from "./access_case.ts";

/** A request of a person or tool; `second` may be before 1970. */
interface Call {
  readonly second: number;
  readonly client: number;
  readonly request: number;
  readonly status: number;
}

function batchOf(calls: readonly Call[], agentRow = 0): RequestBatch {
  const batch = new RequestBatch();
  batch.fill(
    {
      ...emptyBlock(calls.length),
      timeMs: Float64Array.from(calls, ({ second }) => second * 1000 + 999),
      client: Uint32Array.from(calls, ({ client }) => client),
      request: Uint32Array.from(calls, ({ request }) => request),
      status: Uint16Array.from(calls, ({ status }) => status),
    },
    null,
    0,
  );
  batch.duty.fill(DIGEST | KEPT);
  batch.agentRow.fill(agentRow);
  return batch;
}

function refusedOf(files: readonly (readonly Call[])[]): number[] {
  const handshakes = new DigestHandshakes();
  for (const calls of files) handshakes.addBatch(batchOf(calls));
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

Deno.test("DigestHandshakes decides later whether a refusal is kept, but not for agents and for other statuses", () => {
  const calls = [401, 403].map((status) => ({ second: 0, client: 1, request: 1, status }));
  const [person, agent] = [batchOf(calls), batchOf(calls, 7)];
  const handshakes = new DigestHandshakes();
  handshakes.addBatch(person);
  handshakes.addBatch(agent);
  assertEquals([...person.duty, ...agent.duty].map((duty) => (duty & KEPT) !== 0), [false, true, true, true]);
  assertEquals(handshakes.takeRefused().length, 0);
  assertEquals(handshakes.takeRefused().length, 0, "they are told once");
});
