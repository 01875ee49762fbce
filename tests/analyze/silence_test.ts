import { findSilences } from "../../lib/analyze/silence.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { poissonCounts } from "./counts.ts";

const DAY = 1440;

/** Silences as `from-to`, in minutes, of counts by minute; the logs end at `end`. */
function silencesOf(counts: readonly number[], end = counts.length - 1): string[] {
  const minutes = new Map(counts.flatMap((count, minute) => count > 0 ? [[minute, count] as const] : []));
  return findSilences({ minutes }, end * 60_000 + 59_000).map(({ startMs, endMs, isOpen }) =>
    `${startMs / 60_000}-${isOpen ? "open" : endMs / 60_000}`
  );
}

function withGaps(counts: readonly number[], ...gaps: readonly (readonly [number, number])[]): number[] {
  return counts.map((count, minute) => gaps.some(([from, to]) => minute >= from && minute < to) ? 0 : count);
}

const steady = (length: number) => Array.from({ length }, () => 6);

Deno.test("findSilences() finds a stop of a steady log, to the minute", () => {
  assertEquals(silencesOf(withGaps(steady(DAY), [600, 640])), ["600-640"]);
});

Deno.test("findSilences() finds a stop in a log of two hours", () => {
  assertEquals(silencesOf(withGaps(steady(120), [60, 85])), ["60-85"]);
});

Deno.test("findSilences() finds a log that does not come back before the others end", () => {
  assertEquals(silencesOf(steady(600), 700), ["600-open"]);
  assertEquals(silencesOf(steady(600), 605), []);
});

Deno.test("findSilences() finds several, unless they are how the log is", () => {
  const three = withGaps(steady(DAY), [300, 340], [600, 640], [900, 940]);
  assertEquals(silencesOf(three), ["300-340", "600-640", "900-940"]);
  const hourly = steady(DAY).map((count, minute) => minute % 60 < 10 ? count : 0);
  assertEquals(silencesOf(hourly), []);
});

Deno.test("findSilences() takes a night in which traffic fades out and comes back for a lull", () => {
  const fading = Array.from({ length: DAY }, (_, minute) => {
    const distance = Math.abs(minute - 720);
    if (distance < 100) return 0;
    return minute % Math.ceil(20_000 / (distance - 80) ** 1.5) === 0 ? 2 : 0;
  });
  assertEquals(silencesOf(fading), []);
});

Deno.test("findSilences() takes a nightly stop of every day for the log's rhythm", () => {
  const days = Array.from({ length: 6 * DAY }, (_, minute) => minute % DAY < 1100 ? 6 : 0);
  assertEquals(silencesOf(days), []);
});

Deno.test("findSilences() says nothing about a log that is sparse anyway", () => {
  const sparse = Array.from({ length: DAY }, (_, minute) => minute % 17 === 0 ? 1 : 0);
  assertEquals(silencesOf(withGaps(sparse, [600, 700])), []);
});

Deno.test("findSilences() says nothing about ten quiet minutes, one record, or none", () => {
  assertEquals(silencesOf(withGaps(steady(DAY), [600, 609])), []);
  assertEquals(silencesOf([0, 0, 1, 0, 0], 500), []);
  assertEquals(silencesOf([], 500), []);
});

Deno.test("findSilences() finds nothing in Poisson noise of any rate", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0.01, 0.1, 0.5, 2), (seed, rate) => {
      assertEquals(silencesOf(poissonCounts(3 * DAY, () => rate, seed)), []);
    }),
    { numRuns: 60 },
  );
});

Deno.test("findSilences() finds an hour without records in Poisson noise of two a minute", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 100, max: 1300 }), (seed, at) => {
      const found = silencesOf(withGaps(poissonCounts(DAY, () => 2, seed), [at, at + 60]));
      assertEquals(found.length, 1);
      const [from, to] = found[0]!.split("-").map(Number);
      assert(from! <= at && from! > at - 20 && to! >= at + 60 && to! < at + 80, found[0]!);
    }),
    { numRuns: 60 },
  );
});

Deno.test("findSilences() expects as many records as the quieter side of the gap had", () => {
  const counts = withGaps(steady(DAY).map((count, minute) => minute < 600 ? count : count * 5), [600, 640]);
  const minutes = new Map(counts.flatMap((count, minute) => count > 0 ? [[minute, count] as const] : []));
  assertEquals(findSilences({ minutes }, DAY * 60_000).map(({ expected }) => expected), [240]);
});
