import { logGamma } from "./log_gamma.ts";

const EPSILON = 1e-14;
const TINY = 1e-300;
/** The fraction converges in about the root of the larger parameter; more terms than these change nothing that matters. */
const MAX_TERMS = 20_000;

/** Probability that a beta variable with parameters `a` and `b` is at most `x`: the regularized incomplete beta function. */
export function betaBelow(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on the near side of the mean alone.
  return x < (a + 1) / (a + b + 2) ? nearSide(x, a, b) : 1 - nearSide(1 - x, b, a);
}

/** Probability that it is above `x`: exact for tails that {@linkcode betaBelow} takes from 1. */
export function betaAbove(x: number, a: number, b: number): number {
  return betaBelow(1 - x, b, a);
}

/** Probability that a Student variable is at least as far from 0 as `t`, both sides. */
export function studentTail(t: number, degrees: number): number {
  return betaBelow(degrees / (degrees + t * t), degrees / 2, 0.5);
}

function nearSide(x: number, a: number, b: number): number {
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return Math.min(1, Math.exp(logFront) * fraction(x, a, b) / a);
}

/** Continued fraction (DLMF 8.17.22) by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFrom0(1 - (a + b) * x / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const coefficient of [even, odd]) {
      d = 1 / awayFrom0(1 + coefficient * d);
      c = awayFrom0(1 + coefficient / c);
      step = c * d;
      value *= step;
    }
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return value;
}

function awayFrom0(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
