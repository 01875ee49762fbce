import { likeliestOnset } from "../../lib/analyze/likeliest_onset.ts";
import { onsetDoubt } from "../../lib/analyze/onset_doubt.ts";
import { BIN_MS, SeriesStore } from "../../lib/analyze/series_store.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { START_MS } from "./log_case.ts";

const MINUTE = 60_000;
const JUMP = Array.from({ length: 60 }, (_, at) => 600 + at / 2);
const USUAL = Array.from({ length: 40 }, (_, at) => at * 10);

/** Parts with records at these minutes. */
function partsOf(minutes: readonly number[]): ReturnType<SeriesStore["parts"]> {
  const store = new SeriesStore();
  for (const minute of minutes) store.add(1, 0, 1, START_MS + minute * MINUTE);
  return store.parts();
}

const RATES = { raised: 2 / MINUTE, usual: 0.1 / MINUTE };
const ONSETS: readonly (readonly [name: string, first: number, minutes: readonly number[], onset: number])[] =
  [
    ["the first record of a jump", 600, JUMP, 600],
    ["the jump, not a lone record six minutes before", 594, [594, ...JUMP], 600],
    ["the jump, not two lone records before", 588, [588, 594, ...JUMP], 600],
    ["a record right before the jump", 599.6, [599.6, ...JUMP], 599.6],
    [
      "the first of waves",
      600,
      [...Array(20).keys()].map((at) => 600 + at / 60).concat(607, 607.1, 614),
      600,
    ],
  ];

for (const [name, first, minutes, onset] of ONSETS) {
  Deno.test(`likeliestOnset() is ${name}`, () => {
    const found = likeliestOnset(partsOf(minutes), {
      firstMs: START_MS + first * MINUTE,
      toMs: START_MS + 630 * MINUTE,
    }, RATES);
    assertEquals((found - START_MS) / MINUTE, onset);
  });
}

function doubtOf(minutes: readonly number[], first: number): number {
  const onsetMs = START_MS + first * MINUTE;
  const stretch = {
    parts: partsOf(minutes),
    fromMs: Math.floor(onsetMs / BIN_MS) * BIN_MS,
    toMs: START_MS + 630 * MINUTE,
    onsetMs,
  };
  return onsetDoubt(stretch, minutes.filter((minute) => minute >= first).length);
}

Deno.test("onsetDoubt() is none where such records never occurred before", () => {
  assertEquals(doubtOf(JUMP, 600), 0);
});

Deno.test("onsetDoubt() is up to the next record where the first one may be a usual one", () => {
  const doubtMs = doubtOf([...USUAL, 599, ...JUMP], 599);
  assert(doubtMs >= MINUTE && doubtMs < 1.1 * MINUTE, `${doubtMs}`);
});

Deno.test("onsetDoubt() is at most two minutes, and short where records come fast", () => {
  assertEquals(doubtOf([...USUAL, 597.5, ...JUMP], 597.5), 2 * MINUTE);
  const fast = Array.from({ length: 600 }, (_, at) => 600 + at / 20);
  assert(doubtOf([...USUAL, ...fast], 600) <= 10_000);
});
