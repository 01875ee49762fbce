import { STRETCH_ROWS, TimesReader } from "../../lib/analyze/block_times.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const START = Date.UTC(2026, 3, 12);
const READER = new TimesReader();

/** Each run as its minute and the row after it. */
function runsOf(timeMs: Float64Array): [minute: number, end: number][] {
  const times = READER.read(timeMs);
  return Array.from({ length: times.runs }, (_, run) => [times.minuteOf(run), times.endOf(run)]);
}

Deno.test("TimesReader.read() tells the minutes of rows in order, a minute again when rows come back to it", () => {
  const times = Float64Array.of(0, 59_999, 60_000, 59_000, -1, -60_000);
  assertEquals(runsOf(times), [[0, 2], [1, 3], [0, 4], [-1, 6]]);
  assertEquals(runsOf(new Float64Array(0)), []);
});

Deno.test("TimesReader.read() gives the steps that 16 bits hold, and none when one of them is larger or no whole number", () => {
  const stepsOf = (...times: number[]) => READER.read(Float64Array.from(times)).stretches[0]!.steps;
  assertEquals(stepsOf(START, START + 32_767, START - 1), Int16Array.of(0, 32_767, -32_768));
  for (const step of [32_768, -32_769, 0.5, 2 ** 32, 1e300, NaN]) {
    assertEquals(stepsOf(START, START + step), null);
  }
});

Deno.test("TimesReader.read() reads a block of several stretches, each from its first time on", () => {
  const timeMs = Float64Array.from({ length: 2 * STRETCH_ROWS + 3 }, (_, row) => START + row * 20_000);
  const { stretches, runs, startMs, endMs } = READER.read(timeMs);
  assertEquals(
    stretches.map(({ from, to, startMs, endMs, steps }) => [from, to, startMs, endMs, steps![0]]),
    [
      [0, STRETCH_ROWS, START, timeMs[STRETCH_ROWS - 1], 0],
      [STRETCH_ROWS, 2 * STRETCH_ROWS, timeMs[STRETCH_ROWS], timeMs[2 * STRETCH_ROWS - 1], 0],
      [2 * STRETCH_ROWS, timeMs.length, timeMs[2 * STRETCH_ROWS], timeMs.at(-1), 0],
    ],
  );
  assertEquals(runs, Math.ceil(timeMs.length / 3));
  assertEquals([startMs, endMs], [START, timeMs.at(-1)]);
});

Deno.test("TimesReader.read() tells range, steps and minutes of any times", () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: -20_000, max: 32_767 }) },
    { weight: 1, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  );
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
    let at = START;
    const timeMs = Float64Array.from(steps, (ms) => at += ms);
    const { stretches: [stretch] } = READER.read(timeMs);
    assertEquals([stretch!.startMs, stretch!.endMs], [Math.min(...timeMs), Math.max(...timeMs)]);
    const own = [...timeMs].map((time, row) => time - (timeMs[row - 1] ?? timeMs[0]!));
    const isNear = own.every((ms) => Number.isInteger(ms) && ms >= -32_768 && ms <= 32_767);
    assertEquals(stretch!.steps && [...stretch!.steps], isNear ? own.map((ms) => ms + 0) : null);
    let from = 0;
    for (const [minute, end] of runsOf(timeMs)) {
      assert(timeMs.subarray(from, end).every((time) => Math.floor(time / 60_000) === minute));
      assert(end === timeMs.length || Math.floor(timeMs[end]! / 60_000) !== minute);
      from = end;
    }
    assertEquals(from, timeMs.length);
  }));
});
