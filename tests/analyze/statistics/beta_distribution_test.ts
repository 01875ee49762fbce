import { betaAbove, betaBelow, studentTail } from "../../../lib/analyze/statistics/beta_distribution.ts";
import { logGamma } from "../../../lib/analyze/statistics/log_gamma.ts";
import { assert } from "../../../lib/std/assert.ts";

function assertClose(actual: number, expected: number, what: string): void {
  assert(
    Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-13,
    `${what}: ${actual}, not ${expected}`,
  );
}

Deno.test("logGamma gives factorials, and what is known between them", () => {
  const known = [[1, 0], [0.5, Math.log(Math.PI) / 2], [3.7, 1.4280723266653883], [10, Math.log(362_880)], [
    100.25,
    360.2845596377643,
  ], [1e6, 12815504.569147611]] as const;
  for (const [x, expected] of known) assertClose(logGamma(x), expected, `logGamma(${x})`);
});

Deno.test("betaBelow and betaAbove give the values of SciPy", () => {
  const known = [
    [0.3, 2, 5, 0.5798250000000003],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.001, 1, 1000, 0.6323045752290359],
    [0.501, 5e5, 5e5, 0.9772499490383677],
  ] as const;
  for (const [x, a, b, expected] of known) {
    assertClose(betaBelow(x, a, b), expected, `betaBelow(${x}, ${a}, ${b})`);
    assertClose(betaAbove(x, a, b), 1 - expected, `betaAbove(${x}, ${a}, ${b})`);
  }
});

Deno.test("betaBelow is 0 and 1 at the ends", () => {
  assert(betaBelow(0, 2, 3) === 0 && betaBelow(1, 2, 3) === 1 && betaAbove(0, 2, 3) === 1);
});

Deno.test("studentTail gives the values of SciPy, far out in the tail as well", () => {
  const known = [
    [2.228, 10, 0.05001177181711132],
    [3, 1, 0.20483276469913345],
    [-4, 3.5, 0.020920616365403714],
    [10, 24, 4.915525527675299e-10],
    [0, 5, 1],
  ] as const;
  for (const [t, degrees, expected] of known) {
    assertClose(studentTail(t, degrees), expected, `studentTail(${t}, ${degrees})`);
  }
});
