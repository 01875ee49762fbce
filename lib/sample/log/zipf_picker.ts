import type { SeededRandom } from "../seeded_random.ts";

/** Picks items by Zipf's law: the k-th of them `k ** exponent` times less often than the first. */
export function zipfPicker<T>(items: readonly T[], exponent: number): (random: SeededRandom) => T {
  const sums = new Float64Array(items.length);
  let total = 0;
  for (let rank = 0; rank < items.length; rank++) sums[rank] = total += (rank + 1) ** -exponent;
  return (random) => {
    const item = items[rankAt(sums, random.unit() * total)];
    if (item === undefined) {
      throw new RangeError("Cannot pick an item: the list is empty, expected at least one");
    }
    return item;
  };
}

function rankAt(sums: Float64Array, wanted: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
