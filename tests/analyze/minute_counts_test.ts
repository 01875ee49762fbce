import { ActivityTally } from "../../lib/analyze/activity_tally.ts";
import { TimesReader } from "../../lib/analyze/block_times.ts";
import { MinuteBudget, MinuteCounts } from "../../lib/analyze/minute_counts.ts";
import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

Deno.test("MinuteCounts reads as a map of the minutes that were added and not deleted", () => {
  const minute = fc.integer({ min: -4000, max: 4000 });
  const step = fc.record({ minute, count: fc.integer({ min: 1, max: 9 }), isDeleted: fc.boolean() });
  fc.assert(fc.property(fc.array(step), (steps) => {
    const counts = new MinuteCounts(new MinuteBudget(1_000_000));
    const map = new Map<number, number>();
    for (const { minute, count, isDeleted } of steps) {
      counts.add(minute, count);
      map.set(minute, (map.get(minute) ?? 0) + count);
      if (isDeleted) assertEquals(counts.delete(minute), map.delete(minute));
    }
    const sorted = [...map].sort(([a], [b]) => a - b);
    assertEquals([...counts].sort(([a], [b]) => a - b), sorted);
    assertEquals([...counts.keys()].sort((a, b) => a - b), sorted.map(([at]) => at));
    assertEquals(counts.size, map.size);
    for (const { minute } of steps) assertEquals(counts.get(minute), map.get(minute));
  }));
});

Deno.test("MinuteCounts.lastBefore() is the last minute that has a count before another one", () => {
  const minute = fc.integer({ min: -6000, max: 6000 });
  const all = fc.tuple(fc.array(minute), fc.array(minute), fc.boolean(), minute);
  fc.assert(fc.property(all, ([added, deleted, isCoarse, end]) => {
    // Half of that is for days that are counted by the minute.
    const counts = new MinuteCounts(new MinuteBudget(isCoarse ? 11_520 : 1_000_000));
    for (const minute of added) counts.add(minute, 20);
    for (const minute of deleted) counts.delete(minute);
    const before = [...counts.keys()].filter((minute) => minute < end);
    assertEquals(counts.lastBefore(end), before.length === 0 ? null : Math.max(...before));
  }));
});

Deno.test("MinuteCounts counts by ten minutes when half of the memory is used, and refuses days when all is", () => {
  const budget = new MinuteBudget(2 * 5760);
  const counts = new MinuteCounts(budget);
  const taken = [...new Array(14).keys()].filter((day) => counts.add(day * 1440 + 25, day === 1 ? 32 : 1));
  assertEquals(taken, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assertEquals([counts.get(24), counts.get(25), counts.get(26)], [undefined, 1, undefined]);
  assertEquals([1459, 1460, 1469, 1470].map((minute) => counts.get(minute)), [undefined, 4, 4, undefined]);
  assertEquals([counts.size, [...counts.keys()].length, budget.coarseDays], [101, 101, 10]);
  assertEquals([counts.delete(1463), counts.get(1460), counts.size], [true, undefined, 91]);
});

const DAY_MS = 86_400_000;
const DAY_BYTES = 5760;
const PLACE = { host: "h", category: "application", family: "mms" } as const;

function activityOf(
  bytes: number,
  blocks: readonly (readonly number[])[],
  skip: Uint8Array | null = null,
): { tally: ActivityTally; marks: (Uint8Array | null)[] } {
  const tally = new ActivityTally(new MinuteBudget(bytes));
  const reader = new TimesReader();
  const marks = blocks.map((times, at) =>
    tally.add(`f${at}`, PLACE, reader.read(Float64Array.from(times)), skip)
  );
  return { tally, marks };
}

Deno.test("ActivityTally.add() counts records by minute, without those to be skipped", () => {
  const { tally, marks } = activityOf(
    4 * DAY_BYTES,
    [[0, 59_999, 60_000, 1, 2]],
    Uint8Array.of(0, 0, 0, 0, 1),
  );
  assertEquals(new Map(tally.families.get("f0")!.minutes), new Map([[0, 3], [1, 1]]));
  assertEquals([marks, tally.diagnostics("x")], [[Uint8Array.of(0, 0, 0, 0, 1)], []]);
});

Deno.test("ActivityTally.add() marks records over centuries that are beyond the days it may count, and tells", () => {
  const times = Array.from({ length: 1000 }, (_, day) => day * 300 * DAY_MS);
  const { tally, marks } = activityOf(2 * DAY_BYTES, [times, [0, 600 * DAY_MS]]);
  assertEquals(marks[0], Uint8Array.from(times, (_, at) => at < 11 ? 0 : 1));
  assertEquals(marks[1], Uint8Array.of(1, 1));
  assertEquals([...tally.families.values()].map(({ minutes }) => minutes.size), [101, 0]);
  const [coarse, told] = tally.diagnostics("x");
  assertEquals([coarse?.code, coarse?.count], ["limit.minutes", 10]);
  assertEquals([told?.code, told?.count], ["limit.days", 991]);
  assertStringIncludes(told!.message, "1979-01-14T00:00:00.000Z");
});

Deno.test("ActivityTally.add() leaves the marks it was given as they were", () => {
  const skip = Uint8Array.of(1, 0);
  assertEquals(activityOf(0, [[5, 6]], skip).marks, [Uint8Array.of(1, 1)]);
  assertEquals(skip, Uint8Array.of(1, 0));
});

Deno.test("MinuteCounts.countInto() adds to buckets of any width, and leaves out what is outside of them", () => {
  const counts = new MinuteCounts(new MinuteBudget(1_000_000));
  for (const [minute, count] of [[-1, 7], [0, 1], [4, 2], [5, 4], [1441, 8], [3000, 9]] as const) {
    counts.add(minute, count);
  }
  const into = (length: number, start: number, width: number) => {
    const buckets = new Float64Array(length).fill(100);
    counts.countInto(buckets, start, width);
    return [...buckets];
  };
  assertEquals(into(2, 0, 5), [103, 104]);
  assertEquals(into(3, -5, 5), [107, 103, 104]);
  assertEquals(into(2, 0, 1440), [107, 108]);
});

Deno.test("MinuteCounts.countInto() spreads what was counted by ten minutes, and loses nothing", () => {
  const counts = new MinuteCounts(new MinuteBudget(1.5 * 1440 * 4));
  counts.add(-1440, 1);
  counts.add(3, 13);
  counts.add(25, 1);
  const buckets = new Float64Array(30);
  counts.countInto(buckets, 0, 1);
  assertEquals([...buckets.subarray(0, 10)], [1, 1, 1, 2, 1, 1, 2, 1, 1, 2]);
  assertEquals(buckets.reduce((sum, count) => sum + count), 14);
});
