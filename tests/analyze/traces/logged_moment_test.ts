import { loggedMoments } from "../../../lib/analyze/traces/logged_moment.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { agentOf, calls, type RequestRow, tallyOf } from "../access/access_case.ts";
import { START_MS } from "../log_case.ts";

const AGENT = agentOf("a1");

/** A slow call, sent at a second and logged so much later. */
function slow(second: number, lateSeconds: number): RequestRow[] {
  const url = `?ah=a1&at=${START_MS + 1000 * second}`;
  const [row] = calls(AGENT, [second + lateSeconds, second + lateSeconds + 1], 10, { latencyMs: 8000, url });
  return [row!];
}

/** Quick calls around slow ones; the agent's clock is half a second behind. */
function momentOf(...lateSeconds: number[]): string {
  const quick = calls(AGENT, [0, 600], 10, { offsetMs: -500 });
  const rows = [...lateSeconds.flatMap((late, at) => slow(5 + 40 * at, late)), ...quick];
  return String(loggedMoments(tallyOf({ "om-1": rows })).get("om-1") ?? null);
}

Deno.test("loggedMoments() tells by agents' calls whether requests are logged with their start or their end", () => {
  assertEquals(momentOf(0, 0, 1), "start");
  assertEquals(momentOf(8, 9, 8), "end");
  assertEquals(momentOf(0, 0), "null");
  assertEquals(momentOf(0, 8, 0, 8), "null");
  assertEquals(momentOf(4, 4, 4, 4), "null");
  assertEquals(momentOf(), "null");
});
