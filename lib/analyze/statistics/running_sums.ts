/** Sums before each value, and of all: one more than there are values. */
export function runningSums(
  values: ArrayLike<number>,
  sums: Float64Array = new Float64Array(values.length + 1),
): Float64Array {
  let sum = 0;
  sums[0] = 0;
  for (let at = 0; at < values.length; at++) sums[at + 1] = sum += values[at]!;
  return sums;
}
