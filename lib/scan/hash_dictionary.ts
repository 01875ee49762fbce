/**
 * Dense ids for 64-bit hashes, in order of first sight. Open addressing over typed arrays: no string and no object per
 * lookup. Beyond `maxEntries` every new hash gets {@linkcode OVERFLOW}, so hostile input cannot grow it without end.
 */
export class HashDictionary {
  /** Id of everything that did not fit. */
  static readonly OVERFLOW = 0;
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #ids = new Uint32Array(1 << 12);
  #size = 0;
  readonly #maxEntries: number;

  /** Creates an empty dictionary; ids are 1 to `maxEntries`. */
  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** Number of ids given. */
  get size(): number {
    return this.#size;
  }

  /** Id of a hash, new or known. A new id is `size` right after the call. */
  idOf(high: number, low: number): number {
    const mask = this.#ids.length - 1;
    let slot = (low ^ (high >>> 15)) & mask;
    for (;;) {
      const id = this.#ids[slot]!;
      if (id === 0) return this.#insert(slot, high, low);
      if (this.#low[slot] === low >>> 0 && this.#high[slot] === high >>> 0) return id;
      slot = (slot + 1) & mask;
    }
  }

  #insert(slot: number, high: number, low: number): number {
    if (this.#size >= this.#maxEntries) return HashDictionary.OVERFLOW;
    this.#put(slot, high, low, ++this.#size);
    if (this.#size * 2 > this.#ids.length) this.#grow();
    return this.#size;
  }

  #put(slot: number, high: number, low: number, id: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#ids[slot] = id;
  }

  #grow(): void {
    const [high, low, ids] = [this.#high, this.#low, this.#ids];
    const capacity = ids.length * 2;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#ids = new Uint32Array(capacity);
    for (let i = 0; i < ids.length; i++) {
      if (ids[i] === 0) continue;
      let slot = (low[i]! ^ (high[i]! >>> 15)) & (capacity - 1);
      while (this.#ids[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      this.#put(slot, high[i]!, low[i]!, ids[i]!);
    }
  }
}
