const UINT32 = 2 ** 32;

function splitmix32(state: number): number {
  let mixed = (state ^ (state >>> 16)) | 0;
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function hashLabel(seed: number, label: string): number {
  let hash = splitmix32(seed | 0);
  for (let index = 0; index < label.length; index++) {
    hash = splitmix32(hash + 0x9e3779b9 + label.charCodeAt(index));
  }
  return hash;
}

/** Repeatable pseudo-random numbers (sfc32): the same seed and label give the same sequence on every machine. */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Creates a sequence; different labels of one seed are independent, so that one use does not shift another. */
  constructor(seed: number, label: string) {
    const state = hashLabel(seed, label);
    this.#a = splitmix32(state + 1);
    this.#b = splitmix32(state + 2);
    this.#c = splitmix32(state + 3);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** The next 32 bits, as an unsigned integer. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to 1, without 1. */
  unit(): number {
    return this.next() / UINT32;
  }

  /** An integer from 0 up to `limit`, without it. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  /** A number between two bounds. */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** An integer with exponential distribution of that mean. */
  exponential(mean: number): number {
    return Math.floor(-Math.log(1 - this.unit()) * mean);
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) {
      throw new RangeError("Cannot pick an item: the list is empty, expected at least one");
    }
    return item;
  }

  /** Lower-case hex digits. */
  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.next().toString(16).padStart(8, "0");
    return text.slice(0, digits);
  }

  /** A UUID of version 4. */
  uuid(): string {
    const digits = this.hex(30);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${
      digits.slice(18)
    }`;
  }
}
