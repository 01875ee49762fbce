/** The acts in a window that is moved over pairs, each with the weight of one over the number of its candidates. */
export class WeighedActs<Pair> {
  /** Sum of the weights. */
  weight = 0;
  readonly #actOf: (pair: Pair) => number;
  readonly #weights: ReadonlyMap<number, number>;
  readonly #counts = new Map<number, number>();

  /** Looks at all pairs; `otherOf` tells the candidate of a pair. */
  constructor(
    pairs: readonly Pair[],
    actOf: (pair: Pair) => number,
    otherOf: (pair: Pair) => number,
  ) {
    this.#actOf = actOf;
    const candidates = new Map<number, Set<number>>();
    for (const pair of pairs) {
      const own = candidates.get(actOf(pair)) ?? new Set();
      candidates.set(actOf(pair), own.add(otherOf(pair)));
    }
    this.#weights = new Map([...candidates].map(([act, others]) => [act, 1 / others.size]));
  }

  /** Acts in the window. */
  get size(): number {
    return this.#counts.size;
  }

  /** Takes a pair into the window. */
  add(pair: Pair): void {
    const act = this.#actOf(pair);
    const count = this.#counts.get(act) ?? 0;
    if (count === 0) this.weight += this.#weights.get(act)!;
    this.#counts.set(act, count + 1);
  }

  /** Takes a pair out of it. */
  remove(pair: Pair): void {
    const act = this.#actOf(pair);
    const count = this.#counts.get(act)! - 1;
    if (count > 0) return void this.#counts.set(act, count);
    this.#counts.delete(act);
    this.weight = this.#counts.size === 0 ? 0 : this.weight - this.#weights.get(act)!;
  }
}
