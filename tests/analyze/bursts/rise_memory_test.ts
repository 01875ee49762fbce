import { type RiseLimits, RiseMemory } from "../../../lib/analyze/bursts/rise_memory.ts";
import { runningSums } from "../../../lib/analyze/statistics/running_sums.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

interface Series {
  readonly counts: readonly number[];
  readonly exposure: Float64Array | null;
}

/** All buckets that are told when every one is clean, as plain arithmetic has them. */
function risesOf({ counts, exposure }: Series, { windows, minCount, minRatio, usual }: RiseLimits): number[] {
  const sums = runningSums(counts);
  const sumOf = (from: number, to: number) => sums[Math.min(to, counts.length)]! - sums[from]!;
  return counts.flatMap((count, at) => {
    const from = Math.max(0, at - 360);
    const width = Math.max(1, exposure === null ? at - from : exposure[at]! - exposure[from]!);
    const rate = at < 30 ? usual : (sumOf(from, at) + 0.5) / width;
    const isMet = windows.some((window) => {
      const own = sumOf(at, at + window.length);
      const buckets = Math.min(window.length, counts.length - at);
      return own >= window.minCount && own >= minRatio * rate * buckets;
    });
    return count > 0 && sumOf(at, at + windows.at(-1)!.length) >= minCount && isMet ? [at] : [];
  });
}

/** The same from the memory, each after the one before was found clean. */
function foundIn(memory: RiseMemory, { counts, exposure }: Series, limits: RiseLimits): number[] {
  const { sums, clean } = memory.lay(counts, exposure);
  assertEquals(sums, runningSums(counts));
  const found: number[] = [];
  for (let at = memory.nextRise(0, limits); at < counts.length; at = memory.nextRise(at + 1, limits)) {
    found.push(at);
    clean[at + 1] = clean[at]! + counts[at]!;
  }
  assertEquals(clean, sums);
  return found;
}

const SERIES = fc.tuple(
  fc.array(fc.tuple(fc.nat(80), fc.constantFrom(0, 1, 2, 40)), { maxLength: 30 }),
  fc.boolean(),
).map(([stretches, isExposed]): Series => {
  const counts = stretches.flatMap(([length, each]) => new Array<number>(length).fill(each));
  return { counts, exposure: isExposed ? runningSums(counts.map((_, at) => at % 7 / 8)) : null };
});
const LIMITS: fc.Arbitrary<RiseLimits> = fc.record({
  windows: fc.constantFrom(
    [{ length: 1, minCount: 6 }],
    [{ length: 1, minCount: 2 }, { length: 5, minCount: 6 }, { length: 45, minCount: 7.5 }],
    [1, 5, 15, 45, 150, 450].map((length, at) => ({ length, minCount: 6 + at / 2 })),
  ),
  minCount: fc.nat(10),
  minRatio: fc.constantFrom(1, 4, 10),
  usual: fc.constantFrom(0, 0.25, 3),
});

Deno.test("RiseMemory.nextRise() tells the buckets that plain arithmetic tells, whatever was laid out before", () => {
  const memory = new RiseMemory();
  fc.assert(fc.property(SERIES, LIMITS, (series, limits) => {
    assertEquals(foundIn(memory, series, limits), risesOf(series, limits));
  }));
});

Deno.test("RiseMemory.nextRise() compares with what is clean, not with what a burst added", () => {
  const memory = new RiseMemory();
  const counts = new Array<number>(200).fill(1).fill(30, 100, 110).fill(11, 150, 155);
  const limits = { windows: [{ length: 5, minCount: 6 }], minCount: 6, minRatio: 4, usual: 1 };
  const { clean } = memory.lay(counts, null);
  const first = memory.nextRise(0, limits);
  assertEquals(first, 96);
  for (let at = first; at < 110; at++) clean[at + 1] = clean[at]! + 1;
  assertEquals(memory.nextRise(110, limits), 147);
  for (let at = first; at < 110; at++) clean[at + 1] = clean[at]! + counts[at]!;
  assertEquals(memory.nextRise(110, limits), 200);
});

Deno.test("RiseMemory has place for series of any length, one after the other", () => {
  const memory = new RiseMemory();
  const limits = { windows: [{ length: 2, minCount: 1 }], minCount: 1, minRatio: 1, usual: 1 };
  for (const length of [0, 1, 20_161, 3, 400_000, 20_161]) {
    const counts = new Array<number>(length).fill(2_000_000);
    const { sums, clean } = memory.lay(counts, null);
    assertEquals([sums.length, clean.length, sums.at(-1)], [length + 1, length + 1, 2_000_000 * length]);
    assertEquals(memory.nextRise(0, limits), 0);
  }
});
