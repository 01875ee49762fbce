/**
 * Benjamini-Hochberg: of each p-value the smallest share of false discoveries at which it would be one (its q-value), in
 * the order given. Equal p-values have equal ones.
 */
export function falseDiscoveryRates(pValues: readonly number[]): number[] {
  const order = Uint32Array.from(pValues, (_, at) => at).sort((a, b) => pValues[b]! - pValues[a]!);
  const rates = new Array<number>(pValues.length);
  let least = 1;
  order.forEach((at, above) => {
    least = Math.min(least, pValues[at]! * (order.length / (order.length - above)));
    rates[at] = least;
  });
  return rates;
}
