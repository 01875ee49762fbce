import { findClocks } from "../../../lib/analyze/clocks/find_clocks.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { agentOf, calls, GID_A, GID_B, type RequestRow, tallyOf } from "../access/access_case.ts";

const AGENTS = ["a1", "a2", "a3", "a4", "a5"].map((name, at) => agentOf(name, at < 3 ? GID_A : GID_B));

/** Calls of agents whose clocks are off by so many milliseconds each, on a server that is off as well. */
function callsOf(serverMs: number, agentMs: readonly number[]): RequestRow[] {
  return agentMs.flatMap((offsetMs, at) =>
    calls(AGENTS[at]!, [at, 600], 10, { offsetMs: offsetMs - serverMs })
  ).sort((a, b) => a.second - b.second);
}

/** Clocks in a line each; offsets to the second. */
function show(hosts: Readonly<Record<string, readonly RequestRow[]>>): string[] {
  return findClocks(tallyOf(hosts), []).clocks.map(({ host, offsetMs, basis, samples }) =>
    `${host} ${Math.round(offsetMs / 1000)} s by ${samples} ${basis}`
  );
}

Deno.test("findClocks() takes the time of most agents for the true one", () => {
  const right = [100, -150, 40, 0, -90];
  assertEquals(show({ "om-1": callsOf(0, right) }), ["om-1 1 s by 5 agent-at"]);
  assertEquals(show({ "om-1": callsOf(420_000, right) }), ["om-1 421 s by 5 agent-at"]);
  assertEquals(show({ "om-1": callsOf(-30_000, [...right.slice(0, 4), 900_000]) }), [
    "om-1 -30 s by 5 agent-at",
  ]);
  assertEquals(show({ "om-1": callsOf(0, right), "om-2": callsOf(-60_000, right) }), [
    "om-1 1 s by 5 agent-at",
    "om-2 -59 s by 5 agent-at",
  ]);
});

Deno.test("findClocks() says nothing when agents are few, disagree, or tell no time", () => {
  assertEquals(show({ "om-1": callsOf(0, [100, 0]) }), []);
  assertEquals(show({ "om-1": callsOf(0, [0, 60_000, 120_000, 180_000, 240_000]) }), []);
  assertEquals(show({ "om-1": calls(AGENTS[0]!, [0, 600], 10) }), []);
  assertEquals(show({}), []);
});

Deno.test("findClocks() takes several agents of one host for one clock", () => {
  const twice = ["p", "q", "r", "s"].map((project) => agentOf("a1", project.repeat(24)));
  const rows = twice.flatMap((agent) => calls(agent, [0, 100], 10, { offsetMs: -5000 }));
  assertEquals(show({ "om-1": rows }), []);
});

Deno.test("findClocks() takes the offset of an unknown host for zero, and is less sure of it", () => {
  const clocks = findClocks(tallyOf({ "om-1": callsOf(90_000, [0, 0, 0, 0, 0]) }), []);
  assertEquals([clocks.offsetOf("om-1"), clocks.offsetOf("om-9")], [90_500, 0]);
  assert(clocks.uncertaintyOf("om-9") > clocks.uncertaintyOf("om-1"));
});
