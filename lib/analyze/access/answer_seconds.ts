const MAX_LOAD = 0.5;
/** Seconds of a slot. */
export const SLOT_S = 16;
const SLOT_BITS = 4;

/**
 * In which seconds of certain slots an answer came. A slot is sixteen seconds of one kind of request: 32 bits of hash and a
 * number, for the time. An open hash table with linear probing: at most 20 bytes for each slot.
 */
export class AnswerSeconds {
  readonly #hashes: Uint32Array;
  /** Number of the slot and 1; 0: none. */
  readonly #slots: Uint32Array;
  readonly #seconds: Uint16Array;
  readonly #shift: number;

  /** Makes room for that many slots. */
  constructor(slots: number) {
    this.#shift = Math.clz32(Math.max(1, slots / MAX_LOAD));
    const length = 2 ** (32 - this.#shift);
    this.#hashes = new Uint32Array(length);
    this.#slots = new Uint32Array(length);
    this.#seconds = new Uint16Array(length);
  }

  /** Asks for a slot. */
  ask(hash: number, slot: number): void {
    const at = this.#find(hash, slot);
    this.#hashes[at] = hash;
    this.#slots[at] = slot + 1;
  }

  /** Notes an answer in a second, if its slot is asked for. */
  note(hash: number, second: number): void {
    const at = this.#find(hash, second >>> SLOT_BITS);
    if (this.#slots[at] !== 0) this.#seconds[at]! |= 1 << (second & (SLOT_S - 1));
  }

  /** A bit for each second of a slot with an answer. */
  of(hash: number, slot: number): number {
    return this.#seconds[this.#find(hash, slot)]!;
  }

  #find(hash: number, slot: number): number {
    const [hashes, slots] = [this.#hashes, this.#slots];
    let at = hash >>> this.#shift;
    while (slots[at] !== 0 && (hashes[at] !== hash || slots[at] !== slot + 1)) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
