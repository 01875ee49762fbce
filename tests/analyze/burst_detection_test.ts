import { findBursts, unusualBursts } from "../../lib/analyze/burst_detection.ts";
import { seriesOf } from "../../lib/analyze/bursts/summed_series.ts";
import { withoutTimesOfDay } from "../../lib/analyze/bursts/times_of_day.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { countsOf, poissonCounts, seededUnit } from "./counts.ts";

const OPTIONS = { minCount: 8, minRatio: 4 };
const DAY = 1440;

function rangesOf(counts: readonly number[]): string[] {
  return findBursts(counts, OPTIONS).map(({ from, to }) => `${from}-${to}`);
}

const KNOWN: readonly { name: string; counts: number[]; bursts: string[] }[] = [
  { name: "nothing in an empty series", counts: [], bursts: [] },
  { name: "nothing in silence", counts: countsOf(DAY), bursts: [] },
  { name: "nothing in a flat series", counts: countsOf(DAY, [0, DAY, 3]), bursts: [] },
  { name: "one burst in silence", counts: countsOf(DAY, [700, 720, 5]), bursts: ["700-720"] },
  { name: "one burst on a level", counts: countsOf(DAY, [0, DAY, 2], [700, 720, 30]), bursts: ["700-720"] },
  {
    name: "a burst that begins the series",
    counts: countsOf(DAY, [0, DAY, 1], [0, 20, 30]),
    bursts: ["0-20"],
  },
  {
    name: "a burst that ends it",
    counts: countsOf(DAY, [0, DAY, 1], [DAY - 20, DAY, 30]),
    bursts: ["1420-1440"],
  },
  {
    name: "two bursts",
    counts: countsOf(DAY, [0, DAY, 1], [400, 415, 20], [900, 930, 20]),
    bursts: ["400-415", "900-930"],
  },
  { name: "all records in one minute", counts: countsOf(DAY, [800, 801, 40]), bursts: ["800-801"] },
  { name: "nothing in a spike of one record", counts: countsOf(DAY, [800, 801, 1]), bursts: [] },
  { name: "nothing in a spike below the least count", counts: countsOf(DAY, [800, 801, 7]), bursts: [] },
  { name: "a long burst of a rare message", counts: countsOf(DAY, [600, 645, 1]), bursts: ["600-645"] },
  {
    name: "an incident that lasts half the span",
    counts: countsOf(DAY, [0, DAY, 1], [720, DAY, 20]),
    bursts: ["720-1440"],
  },
  {
    name: "waves five minutes apart as one",
    counts: countsOf(DAY, ...waves(700, 6, 5, 12)),
    bursts: ["700-726"],
  },
];

function waves(from: number, count: number, distance: number, each: number): [number, number, number][] {
  return Array.from({ length: count }, (_, i) => [from + i * distance, from + i * distance + 1, each]);
}

for (const { name, counts, bursts } of KNOWN) {
  Deno.test(`findBursts() finds ${name}`, () => assertEquals(rangesOf(counts), bursts));
}

Deno.test("findBursts() tells count, expectation and peak of a burst", () => {
  const [burst, ...others] = findBursts(countsOf(DAY, [0, DAY, 2], [700, 720, 30]), OPTIONS);
  assertEquals(others, []);
  assertEquals(burst?.count, 20 * 32);
  assertEquals(burst?.peak, 5 * 32);
  assert(Math.abs(burst!.expected - 40) < 1, `expected about 40, got ${burst?.expected}`);
});

Deno.test("findBursts() is not misled by one background record minutes before the jump", () => {
  assertEquals(rangesOf(countsOf(DAY, [670, 671, 1], [700, 720, 5])), ["700-720"]);
});

Deno.test("findBursts() takes a slow rise and a daily wave as the series' own course", () => {
  const rise = poissonCounts(3 * DAY, (minute) => 2 + 8 * minute / (3 * DAY), 1);
  const wave = poissonCounts(3 * DAY, (minute) => 5 + 4 * Math.sin(2 * Math.PI * minute / DAY), 2);
  assertEquals([rangesOf(rise), rangesOf(wave)], [[], []]);
});

Deno.test("findBursts() takes an hourly job as a rhythm, and finds what stands out of it", () => {
  const hourly = waves(10, 24, 60, 40);
  assertEquals(rangesOf(countsOf(DAY, ...hourly)), []);
  assertEquals(rangesOf(countsOf(DAY, ...hourly, [805, 825, 60])), ["805-825"]);
});

Deno.test("findBursts() takes a job at about the same time of two days as a rhythm", () => {
  assertEquals(rangesOf(countsOf(2 * DAY, [180, 200, 10], [DAY + 190, DAY + 212, 9])), []);
  assertEquals(rangesOf(countsOf(2 * DAY, [180, 200, 10], [DAY + 600, DAY + 620, 9])), [
    "180-200",
    "2040-2060",
  ]);
});

Deno.test("findBursts() takes a job at about the same time of two weeks as a rhythm", () => {
  const week = 7 * DAY;
  assertEquals(rangesOf(countsOf(9 * DAY, [180, 200, 10], [week + 190, week + 212, 9])), []);
  assertEquals(rangesOf(countsOf(9 * DAY, [180, 200, 10], [week + 600, week + 620, 9])).length, 2);
});

Deno.test("findBursts() knows the day of wider buckets", () => {
  const counts = countsOf(96, [10, 12, 100], [58, 60, 100]);
  assertEquals(findBursts(counts, OPTIONS, { dayLength: 48 }), []);
  assertEquals(findBursts(counts, OPTIONS, { dayLength: 1440 }).length, 2);
});

Deno.test("findBursts() finds no burst in Poisson noise of any rate, nor in a daily wave of it", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(0.002, 0.02, 0.2, 2, 20),
      fc.constantFrom(0, 0.6),
      (seed, rate, swing) => {
        const counts = poissonCounts(
          2 * DAY,
          (minute) => rate * (1 + swing * Math.sin(2 * Math.PI * minute / DAY)),
          seed,
        );
        // As in a run, which judges thousands: of one alone, one in some hundreds may jump by chance.
        assertEquals(findBursts(counts, OPTIONS, { judged: 1000 }), []);
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("findBursts() finds a tenfold rise of half an hour in Poisson noise, and about when", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(0.3, 1, 3, 20),
      fc.integer({ min: 400, max: DAY - 60 }),
      (seed, rate, at) => {
        const bursts = findBursts(
          poissonCounts(DAY, (minute) => minute >= at && minute < at + 30 ? 10 * rate : rate, seed),
          OPTIONS,
        );
        // Of the noise around, one in some thousand days has a thicket of its own that the quiet rest makes look like more.
        assert(bursts.length === 1 || (bursts.length === 2 && rate < 1), JSON.stringify(bursts));
        const main = bursts.reduce((a, b) => b.surprise > a.surprise ? b : a);
        assert(Math.abs(main.from - at) <= 6 + 1 / rate && main.to >= at + 15, JSON.stringify(bursts));
      },
    ),
    { numRuns: 100 },
  );
});

/**
 * How often sums are read and written while bursts are found: all that takes time does it, but for what WebAssembly passes over,
 * which is each bucket once.
 */
function stepsOf(counts: readonly number[]): number {
  let steps = 0;
  const counting = (numbers: Float64Array) =>
    new Proxy(numbers, {
      get: (target, key) => (steps++, Reflect.get(target, key)),
      set: (target, key, value) => (steps++, Reflect.set(target, key, value)),
    });
  const { sums, clean, ...rest } = seriesOf(counts, null);
  const series = { ...rest, sums: counting(sums), clean: counting(clean) };
  withoutTimesOfDay(unusualBursts(series, { ...OPTIONS, minSurprise: 15 }), series.sums, DAY);
  return steps;
}

const HEAVY: Readonly<Record<string, (at: number, unit: () => number) => number>> = {
  "jags": (at, unit) => at % 7 === 0 ? Math.floor(unit() * 900) : 0,
  "bursts one after another": (at, unit) => at % 500 < 20 ? Math.floor(unit() * 90) : unit() < 0.1 ? 1 : 0,
  "a level that rises again and again": (at) => 2 ** (Math.floor(at / 700) % 12),
  "one burst that does not end": (at) => at < 400 ? 0 : 50,
};

for (const [what, countAt] of Object.entries(HEAVY)) {
  Deno.test(`findBursts() takes steps that grow with the length, whatever the counts are: ${what}`, () => {
    const [short, long] = [40_000, 80_000].map((length) => {
      const unit = seededUnit(3);
      return stepsOf(Array.from({ length }, (_, at) => countAt(at, unit)));
    });
    assert(short! > 0 && long! < 2.6 * short!, `${short} steps for 40,000 buckets, ${long} for 80,000`);
  });
}
