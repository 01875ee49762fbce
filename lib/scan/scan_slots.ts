import { type ScanMemory, SLOT_BYTES, slotAt, slotOf, SLOTS, WORK_AT } from "./scan_memory.ts";

/** Slots free at least for whoever may ask for one without waiting: two streams, one in the other, and small members. */
const SPARE_SLOTS = 3;
/** Slots lent to streams: ever so many of them, one in another, leave some for the rest. */
const MOST_LENT = SLOTS - SPARE_SLOTS - 1;

/** Knows which slots nobody uses: a slot is lent to somebody who writes, then read by the scan until it says it is done. */
export class ScanSlots {
  /** The memory, if it is of WebAssembly. */
  readonly memory: WebAssembly.Memory | undefined;
  /** Where inflaters may work in it. */
  readonly workAt: number = WORK_AT;
  readonly #buffer: ArrayBufferLike;
  readonly #isLent = Array.from({ length: SLOTS }, () => false);
  /** The last request that reads each slot. */
  readonly #readBy = Array.from({ length: SLOTS }, () => 0);
  #done = 0;

  /** Creates the slots of a memory, all of them free. */
  constructor(memory: ScanMemory) {
    this.memory = "grow" in memory ? memory : undefined;
    this.#buffer = memory.buffer;
  }

  /** Lends a slot to a stream, or other memory when none is free, or too many are lent. */
  lend(): Uint8Array {
    const isLeft = this.#isLent.filter((isLent) => isLent).length < MOST_LENT;
    return (isLeft ? this.lendFree() : null) ?? new Uint8Array(SLOT_BYTES);
  }

  /** Lends a slot; null: none is free. When slots are enough, one is. */
  lendFree(): Uint8Array | null {
    const slot = this.#isLent.findIndex((_, slot) => this.#isFree(slot));
    if (slot < 0) return null;
    this.#isLent[slot] = true;
    return slotOf(this.#buffer, slot);
  }

  /** Takes back what was lent. */
  giveBack(buffer: Uint8Array): void {
    if (this.has(buffer)) this.#isLent[slotAt(buffer.byteOffset)] = false;
  }

  /** Whether bytes lie in a slot. */
  has(bytes: Uint8Array): boolean {
    return bytes.buffer === this.#buffer;
  }

  /** Says that a request, by its number, reads bytes of a slot. */
  read(bytes: Uint8Array, request: number): void {
    this.#readBy[slotAt(bytes.byteOffset)] = request;
  }

  /** Says that requests up to this number are done. */
  finish(request: number): void {
    this.#done = request;
  }

  /** Whether slots are free for all who may ask before the next request is done. */
  get areEnough(): boolean {
    return this.#isLent.filter((_, slot) => this.#isFree(slot)).length >= SPARE_SLOTS;
  }

  #isFree(slot: number): boolean {
    return !this.#isLent[slot] && this.#readBy[slot]! <= this.#done;
  }
}
