/** A priority queue: the least value is on top. */
export class MinHeap<T> {
  readonly #values: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  /** Creates an empty one. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  /** The least value; undefined: there is none. */
  get top(): T | undefined {
    return this.#values[0];
  }

  /** Adds a value. */
  push(value: T): void {
    let at = this.#values.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#order(parent, at) <= 0) return;
      this.#swap(parent, at);
      at = parent;
    }
  }

  /** Takes the top away. */
  pop(): void {
    const last = this.#values.pop();
    if (last === undefined || this.#values.length === 0) return;
    this.#values[0] = last;
    this.settleTop();
  }

  /** Says that the top has become greater. */
  settleTop(): void {
    const { length } = this.#values;
    for (let at = 0;;) {
      const left = 2 * at + 1;
      if (left >= length) return;
      const least = left + 1 < length && this.#order(left + 1, left) < 0 ? left + 1 : left;
      if (this.#order(at, least) <= 0) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #order(a: number, b: number): number {
    return this.#compare(this.#values[a]!, this.#values[b]!);
  }

  #swap(a: number, b: number): void {
    [this.#values[a], this.#values[b]] = [this.#values[b]!, this.#values[a]!];
  }
}
