import { AccessTally } from "../../../lib/analyze/access_tally.ts";
import type { AgentTally } from "../../../lib/analyze/agents/agent_tally.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { agentOf, emptyBlock } from "../access/access_case.ts";

const START_MS = Date.UTC(2026, 3, 12);
const BIN_MS = 10_000;

/** Counts calls of one agent to servers (numbers), at seconds of the servers' clocks. */
function tallyOf(calls: readonly (readonly [server: number, second: number])[]): AgentTally {
  const tally = new AccessTally();
  const none = { scopes: [], threads: [], users: [], routes: [], clients: [] };
  tally.addEntries({ ...none, agents: [agentOf("db-1")] });
  for (const [server, second] of calls) {
    const timeMs = Float64Array.of(START_MS + second * 1000);
    tally.add({ ...emptyBlock(1), timeMs, agent: Uint32Array.of(1) }, null, server);
  }
  return tally.agents;
}

function seconds(bins: Float64Array): number[] {
  return Array.from(bins, (bin) => (bin - START_MS) / 1000);
}

Deno.test("AgentTally.callsOf() tells each ten seconds once, whichever server was called", () => {
  const tally = tallyOf([[0, 1], [2, 5], [2, 31], [0, 20], [0, 90_000]]);
  assertEquals(seconds(tally.callsOf(1)), [0, 20, 30, 90_000]);
  assertEquals(tally.callsOf(0).length, 0);
});

Deno.test("AgentTally.callsOf() puts calls to servers whose clocks differ into their right order", () => {
  // Every minute in turn to one of two servers, the second of which is a quarter of an hour ahead.
  const tally = tallyOf([[0, 0], [1, 960], [0, 120], [1, 1080]]);
  assertEquals(seconds(tally.callsOf(1, (server) => server === 1 ? 900_000 : 0)), [0, 60, 120, 180]);
});

Deno.test("AgentTally.callsOf() is the same as of one server when the clocks are taken off", () => {
  const calls = fc.array(fc.tuple(fc.nat(3), fc.nat(200_000)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      calls,
      fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 4 }),
      (list, ahead) => {
        // Whole bins: else a call may be in the one beside.
        const logged = list.map(([server, second]) => [server, second + ahead[server]! * 10] as const);
        const right = tallyOf(list.map(([, second]) => [0, second] as const));
        assertEquals(tallyOf(logged).callsOf(1, (server) => ahead[server]! * BIN_MS), right.callsOf(1));
      },
    ),
  );
});
