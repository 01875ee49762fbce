/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** At least 0, less than 1. */
  unit(): number;
  /** At least `min`, less than `max`. */
  between(min: number, max: number): number;
  /** A whole number, both ends included. */
  whole(min: number, max: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  /** One of a list. */
  pick<T>(list: readonly T[]): T;
  /** So many different ones of a list, in random order. */
  some<T>(list: readonly T[], count: number): T[];
  /** How often something happens that happens so often on average. */
  poisson(mean: number): number;
  /** Around 1, mostly between 1/2 and 2, sometimes far above: how long things take. */
  skewed(): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** Random numbers of a seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1));
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    whole,
    between: (min, max) => min + unit() * (max - min),
    chance: (probability) => unit() < probability,
    pick: (list) => itemAt(list, whole(0, list.length - 1)),
    some: (list, count) =>
      list.map((item) => ({ item, order: unit() })).sort((a, b) => a.order - b.order)
        .slice(0, count).map(({ item }) => item),
    poisson: (mean) =>
      mean > 30 ? Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())) : knuth(mean, unit),
    skewed: () => Math.exp(0.5 * normal()),
    hex: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(""),
  };
}

function itemAt<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`Cannot pick of a list: it has no item ${index}`);
  return item;
}

function knuth(mean: number, unit: () => number): number {
  const limit = Math.exp(-mean);
  let product = unit();
  let count = 0;
  while (product > limit) {
    count++;
    product *= unit();
  }
  return count;
}
