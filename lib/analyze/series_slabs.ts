import type { SpillStore } from "./spill_store.ts";

/** Words of a row. */
export const ROW_WORDS = 3;

const CHUNK_BITS = 16;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const FIRST_SLAB_ROWS = 8;
const MAX_SLAB_ROWS = 4096;
/** Words of a series: where its next row goes, where its slab ends, how long it was, where it starts. */
const [NEXT, END, SLAB_ROWS, FIRST, SERIES_WORDS] = [0, 1, 2, 3, 4] as const;
const WORD_BYTES = 4;
const CHUNK_BYTES = CHUNK_ROWS * ROW_WORDS * WORD_BYTES;

/** Words in a row. */
export interface Stretch {
  /** Holds them. */
  readonly words: Int32Array;
  /** First word. */
  readonly start: number;
  /** Word after the last. */
  readonly end: number;
}

/** How many rows may be kept, and where the rest goes. */
export interface SeriesMemory {
  /** Most bytes in memory, in chunks of 768 KiB: two of them at least. */
  readonly maxBytes: number;
  /** Takes the oldest rows when memory is full; without it all of them stay. */
  readonly spill: SpillStore | null;
}

/** A stretch that is read each time it is looked at. */
class SpilledStretch implements Stretch {
  readonly start = 0;
  readonly end: number;
  readonly #spill: SpillStore;
  readonly #place: number;

  constructor(spill: SpillStore, place: number, words: number) {
    this.#spill = spill;
    this.#place = place;
    this.end = words;
  }

  get words(): Int32Array {
    return new Int32Array(this.#spill.get(this.#place, this.end * WORD_BYTES).buffer);
  }
}

/**
 * Rows of many series in chunks that are never copied. The rows of one series are in slabs, each a quarter longer than
 * the one before: to read a series is to read on, and a fifth of the room is unused at most. Beyond the memory there is,
 * the oldest chunk is spilled, and the slabs in it end where they are.
 */
export class SeriesSlabs {
  /** Null: spilled. */
  readonly #chunks: (Int32Array<ArrayBuffer> | null)[] = [];
  /** Where a chunk was spilled to. */
  readonly #spilled: number[] = [];
  /** Rows that are in slabs, used or not. */
  #given = 0;
  #series = new Int32Array(512 * SERIES_WORDS);
  /** Series and first row of each slab. */
  readonly #slabSeries: number[] = [];
  readonly #slabRows: number[] = [];
  /** Row after the last one of a slab that was spilled before it was full, by its first row. */
  readonly #ends = new Map<number, number>();
  readonly #maxChunks: number;
  readonly #spill: SpillStore | null;

  /** Grows at once: the engine takes what never changed for constant, and compiles anew what it compiled so. */
  constructor({ maxBytes, spill }: SeriesMemory) {
    this.#maxChunks = spill === null ? Infinity : Math.max(2, Math.floor(maxBytes / CHUNK_BYTES));
    this.#spill = spill;
    this.#grow(0);
  }

  /** Adds rows to a series: those in a range of words. */
  add(series: number, words: Int32Array, start: number, end: number): void {
    const at = series * SERIES_WORDS;
    if (at >= this.#series.length) this.#grow(at);
    for (let from = start; from < end;) {
      if (this.#series[at + NEXT] === this.#series[at + END]) this.#beginSlab(series);
      const row = this.#series[at + NEXT]!;
      const rows = Math.min((end - from) / ROW_WORDS, this.#series[at + END]! - row);
      // Slabs of a chunk that is spilled have ended.
      const chunk = this.#chunks[row >>> CHUNK_BITS]!;
      let to = (row & CHUNK_ROWS - 1) * ROW_WORDS;
      for (const until = from + rows * ROW_WORDS; from < until; from++) chunk[to++] = words[from]!;
      this.#series[at + NEXT] = row + rows;
    }
  }

  #beginSlab(series: number): void {
    const at = series * SERIES_WORDS;
    const before = this.#series[at + SLAB_ROWS]!;
    const rows = Math.min(Math.max(FIRST_SLAB_ROWS, before + (before >> 2)), MAX_SLAB_ROWS);
    const row = this.#given;
    if (row === this.#chunks.length * CHUNK_ROWS) this.#chunks.push(this.#newChunk());
    // No slab is in two chunks.
    this.#given = Math.min(row + rows, this.#chunks.length * CHUNK_ROWS);
    this.#series[at + FIRST] = row;
    this.#series[at + NEXT] = row;
    this.#series[at + END] = this.#given;
    this.#series[at + SLAB_ROWS] = rows;
    this.#slabSeries.push(series);
    this.#slabRows.push(row);
  }

  #newChunk(): Int32Array<ArrayBuffer> {
    const oldest = this.#chunks.length - this.#maxChunks;
    return oldest < 0 ? new Int32Array(CHUNK_ROWS * ROW_WORDS) : this.#takeOut(oldest);
  }

  /** Spills a chunk, and gives its memory. */
  #takeOut(number: number): Int32Array<ArrayBuffer> {
    const chunk = this.#chunks[number]!;
    const from = number * CHUNK_ROWS;
    const series = this.#series;
    for (let at = 0; at < series.length; at += SERIES_WORDS) {
      if (series[at + END]! <= from || series[at + END]! > from + CHUNK_ROWS) continue;
      if (series[at + NEXT] !== series[at + END]) this.#ends.set(series[at + FIRST]!, series[at + NEXT]!);
      series[at + END] = series[at + NEXT]!;
    }
    this.#spilled[number] = this.#spill!.put(new Uint8Array(chunk.buffer));
    this.#chunks[number] = null;
    return chunk;
  }

  #grow(at: number): void {
    const longer = new Int32Array(Math.max(2 * this.#series.length, at + SERIES_WORDS));
    longer.set(this.#series);
    this.#series = longer;
  }

  /** The rows of every series so far, in order of arrival. */
  stretches(): Stretch[][] {
    const stretches: Stretch[][] = [];
    for (let slab = 0; slab < this.#slabSeries.length; slab++) {
      const series = this.#slabSeries[slab]!;
      const row = this.#slabRows[slab]!;
      const given = this.#slabRows[slab + 1] ?? this.#given;
      const next = this.#ends.get(row) ?? this.#series[series * SERIES_WORDS + NEXT]!;
      const rows = (next > row && next <= given ? next : given) - row;
      (stretches[series] ??= []).push(this.#stretch(row, rows * ROW_WORDS));
    }
    return stretches;
  }

  #stretch(row: number, length: number): Stretch {
    const start = (row & CHUNK_ROWS - 1) * ROW_WORDS;
    const words = this.#chunks[row >>> CHUNK_BITS]!;
    if (words !== null) return { words, start, end: start + length };
    return new SpilledStretch(this.#spill!, this.#spilled[row >>> CHUNK_BITS]! + start * WORD_BYTES, length);
  }
}
