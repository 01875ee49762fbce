/** Logarithm of the likelihood ratio of `count` against a Poisson mean; 0 when there are fewer. */
export function surprise(count: number, expected: number): number {
  return count <= expected ? 0 : count * Math.log(count / expected) - (count - expected);
}
