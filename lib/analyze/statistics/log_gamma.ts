/** Coefficients of the Stirling series, B(2k) / (2k (2k - 1)). */
const STIRLING: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
/** From here on the series is right to the last digits. */
const LARGE = 12;
const HALF_LOG_TAU: number = Math.log(2 * Math.PI) / 2;

/** Natural logarithm of the gamma function of a positive number. */
export function logGamma(x: number): number {
  // Smaller ones by the recurrence: gamma(x) = gamma(x + 1) / x.
  let product = 1;
  let large = x;
  for (; large < LARGE; large++) product *= large;
  const inverse = 1 / large;
  let [sum, power] = [0, inverse];
  for (const coefficient of STIRLING) {
    sum += coefficient * power;
    power *= inverse * inverse;
  }
  return (large - 0.5) * Math.log(large) - large + HALF_LOG_TAU + sum - Math.log(product);
}
