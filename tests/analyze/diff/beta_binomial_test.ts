import { betaBinomialTest } from "../../../lib/analyze/diff/beta_binomial.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";

Deno.test("betaBinomialTest() of a uniform share: every split is as likely", () => {
  // A beta distribution with weight 2 around one half: log variance 4 / 3.
  for (const [count, total, pValue] of [[0, 9, 2 / 10], [1, 9, 4 / 10], [4, 9, 1], [9, 9, 2 / 10]] as const) {
    const found = betaBinomialTest(count, total, 0.5, 4 / 3);
    assert(Math.abs(found - pValue) < 1e-9, `${count} of ${total}: ${found}`);
  }
});

Deno.test("betaBinomialTest() is the binomial test where nothing varies, and never surer", () => {
  const steady = betaBinomialTest(0, 10, 0.5, 1e-6);
  assert(Math.abs(steady - 2 / 1024) < 1e-5, String(steady));
  const pValues = [0.01, 0.1, 0.5, 2, 100].map((logVariance) => betaBinomialTest(0, 30, 0.5, logVariance));
  assertEquals(pValues, pValues.toSorted((a, b) => a - b));
});
