/** Seconds of a slot. */
export const SLOT_S = 16;
const SLOT_BITS = 4;
/** Numbers of slots are below this: seconds have 21 bits. */
const SLOTS = 2 ** 17;
/** Bits for each slot, by which most answers to other requests are told at once. */
const FILTER_BITS = 16;

/**
 * In which seconds of certain slots an answer came. A slot is sixteen seconds of one kind of request: 32 bits of hash and a
 * number, for the time. Sorted, not hashed again: who writes the log could make all slots fall on one place.
 */
export class AnswerSeconds {
  readonly #keys: Float64Array;
  /** A bit for each second with an answer, by key. */
  readonly #seconds: Uint16Array;
  readonly #filter: Uint32Array;
  readonly #shift: number;

  /** Asks for slots, hash and number of each. */
  constructor(slots: readonly (readonly [hash: number, slot: number])[]) {
    this.#keys = Float64Array.from(slots, ([hash, slot]) => hash * SLOTS + slot).sort();
    this.#seconds = new Uint16Array(slots.length);
    this.#shift = Math.clz32(Math.max(32, FILTER_BITS * slots.length));
    this.#filter = new Uint32Array(2 ** (32 - this.#shift) / 32);
    for (const [hash] of slots) this.#filter[hash >>> this.#shift >>> 5]! |= 1 << (hash >>> this.#shift & 31);
  }

  /** Notes an answer in a second, if its slot is asked for. */
  note(hash: number, second: number): void {
    const bit = hash >>> this.#shift;
    if ((this.#filter[bit >>> 5]! >>> (bit & 31) & 1) === 0) return;
    const at = this.#find(hash, second >>> SLOT_BITS);
    if (at >= 0) this.#seconds[at]! |= 1 << (second & (SLOT_S - 1));
  }

  /** A bit for each second of a slot with an answer. */
  of(hash: number, slot: number): number {
    return this.#seconds[this.#find(hash, slot)] ?? 0;
  }

  /** Place of a slot, the first one when it was asked for several times; -1: none. */
  #find(hash: number, slot: number): number {
    const keys = this.#keys;
    const key = hash * SLOTS + slot;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return keys[low] === key ? low : -1;
  }
}
