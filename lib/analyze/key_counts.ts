import type { RecordKeys } from "./kept_keys.ts";

/** Counts how often the records of one block occur in other files. Reused from block to block; no object per record. */
export class KeyCounts {
  /** Group and one, by slot; 0: free. */
  #slots = new Int32Array(0);
  /** Equal records of the block are one group. */
  #groupOf = new Uint32Array(0);
  #timeMs = new Float64Array(0);
  #key = new Uint32Array(0);
  /** Times found in the file that is being counted, by group. */
  #found = new Uint32Array(0);
  /** Times seen before the block, by group. */
  #seen = new Uint32Array(0);
  /** The most that one file has, by group. */
  #most = new Uint32Array(0);
  #mask = 0;
  #rows = 0;
  #groups = 0;
  #probes = 0;

  /** Begins the records of a block. */
  begin({ length, timeMs, key }: RecordKeys): void {
    this.#reserve(length);
    this.#rows = length;
    this.#groups = 0;
    for (let row = 0; row < length; row++) {
      const slot = this.#slotOf(timeMs[row]!, key[row]!);
      let group = this.#slots[slot]! - 1;
      if (group < 0) {
        group = this.#groups++;
        this.#slots[slot] = group + 1;
        this.#timeMs[group] = timeMs[row]!;
        this.#key[group] = key[row]!;
      }
      this.#groupOf[row] = group;
    }
    this.#found.fill(0, 0, this.#groups);
    this.#seen.fill(0, 0, this.#groups);
    this.#most.fill(0, 0, this.#groups);
  }

  /** Counts records of a file. */
  add({ length, timeMs, key }: RecordKeys): void {
    for (let row = 0; row < length; row++) {
      const group = this.#slots[this.#slotOf(timeMs[row]!, key[row]!)]! - 1;
      if (group >= 0) this.#found[group]!++;
    }
  }

  /** Ends the part of the block's own file that is before it. */
  endOwnFile(): void {
    this.#seen.set(this.#found.subarray(0, this.#groups));
    this.#found.fill(0, 0, this.#groups);
  }

  /** Ends another file. */
  endFile(): void {
    for (let group = 0; group < this.#groups; group++) {
      if (this.#found[group]! > this.#most[group]!) this.#most[group] = this.#found[group]!;
      this.#found[group] = 0;
    }
  }

  /** Which records of the block another file has: the n-th of a group when one file has n of them. Null when none is. */
  marks(): Uint8Array | null {
    let marks: Uint8Array | null = null;
    for (let row = 0; row < this.#rows; row++) {
      const group = this.#groupOf[row]!;
      const nth = ++this.#seen[group]!;
      if (nth <= this.#most[group]!) (marks ??= new Uint8Array(this.#rows))[row] = 1;
    }
    return marks;
  }

  /** Slots looked at since the last call: made-up keys could all want the same one. */
  takeProbes(): number {
    const probes = this.#probes;
    this.#probes = 0;
    return probes;
  }

  #slotOf(timeMs: number, key: number): number {
    let hash = Math.imul(key ^ Math.imul(timeMs | 0, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & this.#mask;; slot = (slot + 1) & this.#mask) {
      this.#probes++;
      const group = this.#slots[slot]! - 1;
      if (group < 0 || (this.#timeMs[group] === timeMs && this.#key[group] === key)) return slot;
    }
  }

  #reserve(rows: number): void {
    if (rows <= this.#groupOf.length) {
      this.#slots.fill(0);
      return;
    }
    const capacity = 2 ** Math.ceil(Math.log2(rows));
    this.#slots = new Int32Array(2 * capacity);
    this.#mask = 2 * capacity - 1;
    this.#groupOf = new Uint32Array(capacity);
    this.#timeMs = new Float64Array(capacity);
    this.#key = new Uint32Array(capacity);
    this.#found = new Uint32Array(capacity);
    this.#seen = new Uint32Array(capacity);
    this.#most = new Uint32Array(capacity);
  }
}
