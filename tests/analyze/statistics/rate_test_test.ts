import { binomialTest, rateTest } from "../../../lib/analyze/statistics/rate_test.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

/** Counts, exposures; p-values of `poisson.test` and `binom.test` of R, which SciPy 1.17 gives as well. */
const KNOWN: readonly [count: number, total: number, probability: number, pValue: number][] = [
  [682, 925, 0.75, 0.3824915595748517], // Mendel's peas, the example of binom.test.
  [11, 32, 800 / 3811, 0.0796686330333295], // Breslow and Day, the example of poisson.test.
  [0, 7, 0.5, 0.015625],
  [10, 10, 0.5, 0.001953125],
  [3, 20, 0.1, 0.4446498494011033],
  [2, 40, 0.3, 0.0001830428480972055],
  [26, 30, 0.5, 0.000059476122260093696],
  [60, 600, 1 / 12, 0.13954538578991166],
  [1, 1, 0.01, 0.01],
  [18, 19, 0.95, 1], // As likely as 19.
  [0, 1, 0.01, 1],
  [120_000, 230_000, 0.5, 1.4425671211042773e-96],
  [5_003_000, 10_000_000, 0.5, 0.057821285315843185],
];

Deno.test("binomialTest gives the p-values that R and SciPy give", () => {
  for (const [count, total, probability, pValue] of KNOWN) {
    const own = binomialTest(count, total, probability);
    assert(
      Math.abs(own / pValue - 1) < 1e-6,
      `${count} of ${total} at ${probability}: ${own}, not ${pValue}`,
    );
  }
});

Deno.test("rateTest gives the example of poisson.test", () => {
  const { ratio, pValue } = rateTest({ count: 21, exposure: 3011 }, { count: 11, exposure: 800 });
  assertEquals([ratio?.toFixed(6), pValue.toFixed(5)], ["1.971488", "0.07967"]);
});

Deno.test("rateTest knows no ratio to nothing, and claims nothing without occurrences or exposure", () => {
  const none = { count: 0, exposure: 10 };
  assertEquals(rateTest(none, none), { ratio: null, pValue: 1 });
  assertEquals(rateTest({ count: 0, exposure: 0 }, { count: 9, exposure: 1 }), { ratio: null, pValue: 1 });
  const begins = rateTest(none, { count: 7, exposure: 10 });
  const ends = rateTest({ count: 7, exposure: 10 }, none);
  assertEquals([begins.ratio, begins.pValue.toFixed(9)], [null, "0.015625000"]);
  assertEquals([ends.ratio, ends.pValue.toFixed(9)], [0, "0.015625000"]);
});

Deno.test("rateTest says the same of the two samples exchanged", () => {
  const sample = fc.record({ count: fc.nat(500), exposure: fc.integer({ min: 1, max: 90 }) });
  fc.assert(fc.property(sample, sample, (before, after) => {
    const [forth, back] = [rateTest(before, after).pValue, rateTest(after, before).pValue];
    assert(Math.abs(forth - back) < 1e-9 && forth > 0 && forth <= 1, `${forth} and ${back}`);
  }));
});

Deno.test("binomialTest sums up what a table of all splits says", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 19 }), (count, others, twentieths) => {
      const total = count + others;
      const mass = massesOf(total, twentieths / 20);
      const expected = mass.filter((one) => one <= mass[count]! * (1 + 1e-7)).reduce((a, b) => a + b, 0);
      assert(Math.abs(binomialTest(count, total, twentieths / 20) - expected) < 1e-9);
    }),
  );
});

/** Probabilities of 0 to `total` successes, trial by trial. */
function massesOf(total: number, probability: number): number[] {
  let masses = [1];
  for (let trial = 0; trial < total; trial++) {
    masses = [...masses, 0].map((mass, at) => mass * (1 - probability) + (masses[at - 1] ?? 0) * probability);
  }
  return masses;
}
