import { RISES_WASM } from "../rises_wasm.ts";

const PAGE_BYTES = 65_536;
const DOUBLE_BYTES = 8;
/** Arrays of doubles with a place for each bucket and one more: counts before it, without bursts, exposure; the counts are the last. */
const ARRAYS = 4;

/** A stretch of buckets that is looked at for a burst. */
export interface RiseWindow {
  /** Buckets. */
  readonly length: number;
  /** Records that it must hold. */
  readonly minCount: number;
}

/** What a bucket must have to be told. */
export interface RiseLimits {
  /** Shortest first; eight of them at most. */
  readonly windows: readonly RiseWindow[];
  /** Records that the longest must hold. */
  readonly minCount: number;
  /** Least ratio of a window to the rate before it. */
  readonly minRatio: number;
  /** Rate of the first half hour, in which nothing is known of what was before. */
  readonly usual: number;
}

/** A series in the memory of `assembly/rises.as.ts`: valid until the next one is laid there. */
export interface LaidSeries {
  /** Counts before each bucket, and all of them. */
  readonly sums: Float64Array;
  /** The same without what bursts add: written from bucket to bucket. */
  readonly clean: Float64Array;
}

/** What the module exports. */
interface RiseExports {
  readonly memory: WebAssembly.Memory;
  readonly windows: { readonly value: number };
  sumUp(counts: number, length: number, sums: number): void;
  nextRise(
    sums: number,
    clean: number,
    exposure: number,
    from: number,
    length: number,
    windowCount: number,
    minCount: number,
    minRatio: number,
    usual: number,
  ): number;
}

/** Has place for one series at a time: most are short, and there are thousands. */
export class RiseMemory {
  readonly #exports: RiseExports = instantiate();
  readonly #at: number;
  #room = 0;
  #length = 0;
  #sums: Float64Array = new Float64Array(0);
  #clean: Float64Array = new Float64Array(0);
  #exposure: Float64Array | null = null;

  /** Starts with no place at all. */
  constructor() {
    this.#at = this.#exports.memory.buffer.byteLength;
  }

  /** Lays counts out; `exposure`, if it is told, has one place more than they. */
  lay(counts: ArrayLike<number>, exposure: Float64Array | null): LaidSeries {
    const { length } = counts;
    this.#grow(length + 1);
    this.#length = length;
    this.#sums = this.#array(0, length + 1);
    this.#clean = this.#array(1, length + 1);
    // Of a place that another array may have had, nothing else is read before it is written.
    this.#clean[0] = 0;
    this.#exposure = exposure === null ? null : this.#array(2, length + 1);
    this.#exposure?.set(exposure!);
    const own = new Int32Array(this.#exports.memory.buffer as ArrayBuffer, this.#placeOf(3), length);
    own.set(counts);
    this.#exports.sumUp(own.byteOffset, length, this.#sums.byteOffset);
    return { sums: this.#sums, clean: this.#clean };
  }

  /** The next bucket with which a window begins that holds enough; the number of buckets when there is none. */
  nextRise(from: number, { windows, minCount, minRatio, usual }: RiseLimits): number {
    const { memory, windows: at, nextRise } = this.#exports;
    const told = new Float64Array(memory.buffer as ArrayBuffer, at.value, 2 * windows.length);
    windows.forEach((window, number) => {
      told[2 * number] = window.length;
      told[2 * number + 1] = window.minCount;
    });
    const [sums, clean, exposure] = [this.#sums, this.#clean, this.#exposure];
    return nextRise(
      sums.byteOffset,
      clean.byteOffset,
      exposure?.byteOffset ?? 0,
      from,
      this.#length,
      windows.length,
      minCount,
      minRatio,
      usual,
    );
  }

  #grow(room: number): void {
    if (room <= this.#room) return;
    const { memory } = this.#exports;
    const missing = this.#at + ARRAYS * DOUBLE_BYTES * room - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#room = room;
  }

  #placeOf(array: number): number {
    return this.#at + array * DOUBLE_BYTES * this.#room;
  }

  #array(number: number, length: number): Float64Array {
    return new Float64Array(this.#exports.memory.buffer as ArrayBuffer, this.#placeOf(number), length);
  }
}

function instantiate(): RiseExports {
  const module = new WebAssembly.Module(Uint8Array.from(atob(RISES_WASM), (char) => char.charCodeAt(0)));
  return new WebAssembly.Instance(module).exports as unknown as RiseExports;
}
