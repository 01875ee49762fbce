import { falseDiscoveryRates } from "../../../lib/analyze/statistics/false_discovery_rates.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

/** Thrombolysis study in Benjamini and Hochberg (1995), table 1: at 0.05 the first four are discoveries. */
const PUBLISHED = [
  0.0001,
  0.0004,
  0.0019,
  0.0095,
  0.0201,
  0.0278,
  0.0298,
  0.0344,
  0.0459,
  0.324,
  0.4262,
  0.5719,
  0.6528,
  0.759,
  1,
];

Deno.test("falseDiscoveryRates finds the four discoveries of Benjamini and Hochberg", () => {
  const rates = falseDiscoveryRates(PUBLISHED);
  assertEquals(rates.filter((rate) => rate <= 0.05).length, 4);
  assertEquals(rates.slice(0, 4).map((rate) => rate.toFixed(6)), [
    "0.001500",
    "0.003000",
    "0.009500",
    "0.035625",
  ]);
});

Deno.test("falseDiscoveryRates gives what p.adjust of R gives, in the order asked", () => {
  assertEquals(falseDiscoveryRates([0.05, 0.03, 0.01, 0.04, 0.02]).map((rate) => rate.toFixed(12)), [
    "0.050000000000",
    "0.050000000000",
    "0.050000000000",
    "0.050000000000",
    "0.050000000000",
  ]);
  assertEquals(falseDiscoveryRates([]), []);
  assertEquals(falseDiscoveryRates([0.4]), [0.4]);
});

Deno.test("falseDiscoveryRates are never below the p-values nor above 1, and rise with them", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
    const rates = falseDiscoveryRates(pValues);
    pValues.forEach((pValue, at) => {
      assert(rates[at]! >= pValue && rates[at]! <= 1);
      pValues.forEach((other, i) => assert(pValue > other || rates[at]! <= rates[i]!));
    });
  }));
});
