/** Words before the first slot: size, most entries, mask of slots, unused. */
const HEADER_WORDS = 4;
const SLOT_WORDS = 4;
const INITIAL_SLOTS = 1 << 12;

/**
 * Dense ids for 64-bit hashes, in order of first sight. Open addressing over a typed array: no string and no object per
 * lookup. Beyond `maxEntries` every new hash gets {@linkcode OVERFLOW}, so hostile input cannot grow it without end.
 * `assembly/dictionary.as.ts` is the same in WebAssembly, and works on the same table.
 */
export class HashDictionary {
  /** Id of everything that did not fit. */
  static readonly OVERFLOW = 0;
  #table: Int32Array = new Int32Array(HEADER_WORDS + SLOT_WORDS * INITIAL_SLOTS);

  /** Creates an empty dictionary; ids are 1 to `maxEntries`. */
  constructor(maxEntries: number) {
    setHeader(this.#table, 0, maxEntries);
  }

  /** Number of ids given. */
  get size(): number {
    return this.#table[0]!;
  }

  /** Bytes of a table that never has to grow. */
  get fullBytes(): number {
    const slots = 2 ** Math.ceil(Math.log2(2 * this.#table[1]! + 2));
    return 4 * (HEADER_WORDS + SLOT_WORDS * slots);
  }

  /** Goes on in a table of {@linkcode fullBytes} zeros. */
  moveTo(table: Int32Array): void {
    const old = this.#table;
    this.#table = table;
    setHeader(table, old[0]!, old[1]!);
    for (let at = HEADER_WORDS; at < old.length; at += SLOT_WORDS) {
      if (old[at + 2] !== 0) put(table, old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }

  /** Id of a hash, new or known. A new id is `size` right after the call. */
  idOf(high: number, low: number): number {
    const table = this.#table;
    const at = slotOf(table, high | 0, low | 0);
    const id = table[at + 2]!;
    return id === 0 ? this.#insert(at, high, low) : id;
  }

  #insert(at: number, high: number, low: number): number {
    const table = this.#table;
    const id = table[0]! + 1;
    if (id > table[1]!) return HashDictionary.OVERFLOW;
    table.set([high, low, id], at);
    table[0] = id;
    const slots = (table.length - HEADER_WORDS) / SLOT_WORDS;
    if (id * 2 > slots) this.moveTo(new Int32Array(HEADER_WORDS + 2 * SLOT_WORDS * slots));
    return id;
  }
}

function setHeader(table: Int32Array, size: number, maxEntries: number): void {
  table.set([size, maxEntries, (table.length - HEADER_WORDS) / SLOT_WORDS - 1]);
}

function put(table: Int32Array, high: number, low: number, id: number): void {
  table.set([high, low, id], slotOf(table, high, low));
}

/** The slot of a hash, or the free one where it belongs. */
function slotOf(table: Int32Array, high: number, low: number): number {
  const mask = table[2]!;
  for (let slot = (low ^ (high >>> 15)) & mask;; slot = (slot + 1) & mask) {
    const at = HEADER_WORDS + SLOT_WORDS * slot;
    if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at;
  }
}
