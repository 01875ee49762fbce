import { type TwinPair, voteOffset } from "../../../lib/analyze/clocks/offset_vote.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { seededUnit } from "../counts.ts";

const RANGE = { maxOffsetMs: 7_200_000, expectedMs: 0 };

/** Pairs of different acts, at differences in seconds. */
function pairsAt(seconds: readonly number[]): TwinPair[] {
  return seconds.map((second, at) => ({ eventAct: at, requestAct: at, differenceMs: 1000 * second }));
}

Deno.test("voteOffset() finds where differences agree", () => {
  const cases: readonly (readonly [seconds: readonly number[], expected: number | null])[] = [
    [[], null],
    [[500], null],
    [[0], 0],
    [[1, 2], 1.5],
    [[600, 601, 602], 601],
    [[600, 603, -4000], 601.5],
    [[600, 604, -4000], null],
    [[-3000, -3000, -3001, 4000, 10, 900], -3000.5],
    // As many agree on one as on the other.
    [[700, 700, 700, -900, -900, -900], null],
    [[700, 700, 700, 0, 0, 0], 0],
  ];
  for (const [seconds, expected] of cases) {
    const vote = voteOffset(pairsAt(seconds), RANGE);
    assertEquals(vote === null ? null : vote.offsetMs / 1000, expected, seconds.join(" "));
  }
});

Deno.test("voteOffset() counts one act once, however many pairs it has", () => {
  const oneEvent = pairsAt([600, 601, 602, 601]).map((pair) => ({ ...pair, eventAct: 1 }));
  assertEquals(voteOffset(oneEvent, RANGE), null);
  const oneRequest = pairsAt([600, 601, 602, 601]).map((pair) => ({ ...pair, requestAct: 1 }));
  assertEquals(voteOffset(oneRequest, RANGE), null);
});

Deno.test("voteOffset() asks for more where there are more pairs by chance", () => {
  const unit = seededUnit(5);
  const noise = Array.from({ length: 3000 }, () => Math.round((unit() * 2 - 1) * 7200));
  assertEquals(voteOffset(pairsAt([...noise, 650, 650, 650]), RANGE), null);
  const vote = voteOffset(pairsAt([...noise, ...new Array<number>(25).fill(650)]), RANGE);
  assert(vote !== null && Math.abs(vote.offsetMs - 650_000) <= 1500, JSON.stringify(vote));
});
