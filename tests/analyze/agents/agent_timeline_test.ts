import { AgentTimeline, DAY_MS } from "../../../lib/analyze/agents/agent_timeline.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { START_MS } from "../log_case.ts";

const DAY_S = DAY_MS / 1000;

/** A timeline with so many words, and how a call is noted in it. */
function timelineOf(length: number, maxChunks?: number) {
  const words = new Uint32Array(length);
  const timeline = new AgentTimeline(words, maxChunks);
  const add = (row: number, timeMs: number) => {
    const at = timeline.wordsOf(row, timeMs);
    const bin = Math.floor((timeMs - Math.floor(timeMs / DAY_MS) * DAY_MS) / timeline.binMs);
    words[at + (bin >>> 5)]! |= 1 << (bin & 31);
  };
  return { timeline, add };
}

Deno.test("AgentTimeline tells in which ten seconds an agent called, over days and in any order", () => {
  const { timeline, add } = timelineOf(10_000);
  for (const second of [DAY_S + 7, 0, 9, 10, DAY_S - 1, 3 * DAY_S]) add(1, START_MS + second * 1000);
  add(2, START_MS + 500_000);
  const seconds = (row: number) => Array.from(timeline.bins(row), (bin) => (bin - START_MS) / 1000);
  assertEquals(seconds(1), [0, 10, DAY_S - 10, DAY_S, 3 * DAY_S]);
  assertEquals(seconds(2), [500]);
  assertEquals(seconds(3), []);
});

Deno.test("AgentTimeline becomes coarser when there is too much, and forgets no call", () => {
  const call = fc.tuple(fc.nat(8), fc.nat(4 * DAY_S - 1));
  fc.assert(fc.property(fc.array(call, { minLength: 1, maxLength: 60 }), (calls) => {
    const { timeline, add } = timelineOf(1000);
    for (const [row, second] of calls) add(row, START_MS + second * 1000);
    for (let row = 0; row <= 8; row++) {
      const binS = timeline.binMs / 1000;
      const own = calls.filter(([one]) => one === row).map(([, second]) => {
        const inDay = second % DAY_S;
        return second - inDay + Math.floor(inDay / binS) * binS;
      });
      const expected = [...new Set(own)].sort((a, b) => a - b);
      assertEquals(Array.from(timeline.bins(row), (bin) => (bin - START_MS) / 1000), expected);
    }
  }));
});

Deno.test("AgentTimeline knows days before 1970 and far ahead", () => {
  const { timeline, add } = timelineOf(10_000);
  const timesMs = [Date.UTC(0, 0, 1), -1, 0, Date.UTC(9999, 11, 31, 23, 59, 59)];
  for (const timeMs of timesMs.toReversed()) add(199, timeMs);
  assertEquals([...timeline.bins(199)], timesMs.map((timeMs) => Math.floor(timeMs / 10_000) * 10_000));
});

Deno.test("AgentTimeline leaves out rows and days beyond as many as it tells, and says so", () => {
  const { timeline, add } = timelineOf(10_000, 2);
  add(1, START_MS);
  add(2, START_MS);
  assertEquals([timeline.isFull, timeline.hasLeftOut], [true, false]);
  add(1, START_MS + 20_000);
  add(1, START_MS + DAY_MS);
  add(3, START_MS);
  assert(timeline.hasLeftOut);
  assertEquals([1, 2, 3].map((row) => Array.from(timeline.bins(row), (bin) => bin - START_MS)), [
    [0, 20_000],
    [0],
    [],
  ]);
});
