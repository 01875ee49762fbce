import { type BlockTimes, STRETCH_ROWS, type TimeStretch } from "./block_times.ts";
import type { SpillStore } from "./spill_store.ts";

/** The columns of a block that tell records apart. */
export interface RecordKeys {
  /** Rows. */
  readonly length: number;
  /** Epoch milliseconds. */
  readonly timeMs: Float64Array;
  /** Hash of what tells two records of one time apart. */
  readonly key: Uint32Array;
}

/** How much may be kept, and where the rest goes. */
export interface KeptKeysOptions {
  /** Most bytes in memory; two pages of 1 MiB at least. @default {33_554_432} (32 MiB) */
  readonly maxBytes?: number;
  /** Takes the oldest keys when memory is full; without it they are dropped. */
  readonly spill?: SpillStore | null;
  /** What looking for duplicates may cost at least, in rows read. @default {268_435_456} */
  readonly credit?: number;
}

const PAGE_BYTES = 1 << 20;
const DEFAULT_MAX_BYTES = 32 << 20;
const ALIGNMENT_BYTES = 8;
/** Rows that may be read for each row that was added: two archives that overlap take about six. */
const CREDIT_A_ROW = 64;
const DEFAULT_CREDIT = 2 ** 28;
/** Numbers of a stretch: first and last time, time of the first row, place, rows (below zero: with whole times). */
const NUMBERS = 5;
const [START, END, FIRST, PLACE, ROWS] = [0, 1, 2, 3, 4] as const;
const DROPPED = -1;

/**
 * Times and hashes of all records of a run, in stretches: 6 bytes a record where times are less than half a minute apart,
 * otherwise 12. They fill pages; when these are more than there is memory for, the oldest are spilled, or dropped.
 */
export class KeptKeys {
  /** Number of stretches. */
  size = 0;
  #numbers = new Float64Array(64 * NUMBERS);
  /** By page; null: spilled or dropped. */
  readonly #pages: (Uint8Array<ArrayBuffer> | null)[] = [];
  /** Where a page was spilled to, by page. */
  readonly #spilled: number[] = [];
  #used = PAGE_BYTES;
  #credit: number;
  readonly #maxPages: number;
  readonly #spill: SpillStore | null;
  readonly #times = new Float64Array(STRETCH_ROWS);

  /** Starts with nothing. */
  constructor(options: KeptKeysOptions = {}) {
    const { maxBytes = DEFAULT_MAX_BYTES, spill = null, credit = DEFAULT_CREDIT } = options;
    this.#maxPages = Math.max(2, Math.floor(maxBytes / PAGE_BYTES));
    this.#spill = spill;
    this.#credit = credit;
  }

  /** First time of a stretch, epoch milliseconds. */
  startOf(stretch: number): number {
    return this.#numbers[stretch * NUMBERS + START]!;
  }

  /** Last time of a stretch, epoch milliseconds. */
  endOf(stretch: number): number {
    return this.#numbers[stretch * NUMBERS + END]!;
  }

  /** Rows of a stretch. */
  rowsOf(stretch: number): number {
    return Math.abs(this.#numbers[stretch * NUMBERS + ROWS]!);
  }

  /** Takes work off the account, counted in rows; says whether there was enough. Work grows with the rows, not faster. */
  spend(rows: number): boolean {
    if (rows > this.#credit) return false;
    this.#credit -= rows;
    return true;
  }

  /** Copies rows into stretches. */
  add(keys: RecordKeys, times: BlockTimes): void {
    for (const stretch of times.stretches) this.#addStretch(keys, stretch);
    this.#credit += CREDIT_A_ROW * keys.length;
  }

  /** Gives all memory back at once, and forgets everything. */
  release(): void {
    for (const page of this.#pages) page?.buffer.transfer(0);
    this.#pages.length = 0;
    this.size = 0;
    this.#used = PAGE_BYTES;
  }

  /** The rows of a stretch, valid until the next call; null: they were dropped. */
  read(stretch: number): RecordKeys | null {
    const at = stretch * NUMBERS;
    const rows = this.#numbers[at + ROWS]!;
    const length = Math.abs(rows);
    const bytes = this.#bytesOf(this.#numbers[at + PLACE]!, bytesOf(length, rows > 0));
    if (bytes === null) return null;
    const timesEnd = timeBytes(length, rows > 0);
    const key = new Uint32Array(bytes.buffer, bytes.byteOffset + timesEnd, length);
    if (rows < 0) return { length, timeMs: new Float64Array(bytes.buffer, bytes.byteOffset, length), key };
    const deltas = new Int16Array(bytes.buffer, bytes.byteOffset, length);
    const timeMs = this.#times;
    let time = this.#numbers[at + FIRST]!;
    for (let i = 0; i < length; i++) timeMs[i] = time += deltas[i]!;
    return { length, timeMs, key };
  }

  #addStretch({ timeMs, key }: RecordKeys, { from, to, startMs, endMs, steps }: TimeStretch): void {
    const rows = to - from;
    const isNear = steps !== null;
    const place = this.#reserve(bytesOf(rows, isNear));
    const { buffer } = this.#pages.at(-1)!;
    const at = place % PAGE_BYTES;
    if (isNear) new Int16Array(buffer, at, rows).set(steps);
    else new Float64Array(buffer, at, rows).set(timeMs.subarray(from, to));
    new Uint32Array(buffer, at + timeBytes(rows, isNear), rows).set(key.subarray(from, to));
    this.#push([startMs, endMs, timeMs[from]!, place, isNear ? rows : -rows]);
  }

  #push(numbers: readonly number[]): void {
    const at = this.size++ * NUMBERS;
    if (at === this.#numbers.length) {
      const wider = new Float64Array(2 * at);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers.set(numbers, at);
  }

  #reserve(bytes: number): number {
    if (this.#used + bytes > PAGE_BYTES) {
      const full = this.#pages.length - this.#maxPages;
      this.#pages.push(full < 0 ? new Uint8Array(PAGE_BYTES) : this.#takeOut(full));
      this.#used = 0;
    }
    const place = (this.#pages.length - 1) * PAGE_BYTES + this.#used;
    this.#used += bytes;
    return place;
  }

  /** Spills or drops a page, and gives its memory. */
  #takeOut(number: number): Uint8Array<ArrayBuffer> {
    const page = this.#pages[number]!;
    this.#spilled[number] = this.#spill?.put(page) ?? DROPPED;
    this.#pages[number] = null;
    return page;
  }

  #bytesOf(place: number, length: number): Uint8Array<ArrayBuffer> | null {
    const number = Math.floor(place / PAGE_BYTES);
    const at = place % PAGE_BYTES;
    const page = this.#pages[number]!;
    if (page !== null) return page.subarray(at, at + length);
    const spilled = this.#spilled[number]!;
    return spilled === DROPPED ? null : this.#spill!.get(spilled + at, length);
  }
}

/** Times go first: as differences of 16 bits, or whole. Shared memory is copied by the byte to where it is aligned otherwise. */
function timeBytes(rows: number, isNear: boolean): number {
  return aligned(isNear ? 2 * rows : 8 * rows);
}

function bytesOf(rows: number, isNear: boolean): number {
  return timeBytes(rows, isNear) + aligned(4 * rows);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
