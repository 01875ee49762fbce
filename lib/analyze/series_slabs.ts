/** Words of a row. */
export const ROW_WORDS = 3;

const CHUNK_BITS = 16;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const FIRST_SLAB_ROWS = 8;
const MAX_SLAB_ROWS = 4096;
/** Words of a series: where its next row goes, where its slab ends, how long it was. */
const [NEXT, END, SLAB_ROWS, SERIES_WORDS] = [0, 1, 2, 4] as const;

/** Words in a row. */
export interface Stretch {
  /** Holds them. */
  readonly words: Int32Array;
  /** First word. */
  readonly start: number;
  /** Word after the last. */
  readonly end: number;
}

/**
 * Rows of many series in chunks that are never copied. The rows of one series are in slabs, each a quarter longer than
 * the one before: to read a series is to read on, and a fifth of the room is unused at most.
 */
export class SeriesSlabs {
  readonly #chunks: Int32Array[] = [];
  /** Rows that are in slabs, used or not. */
  #given = 0;
  #series = new Int32Array(512 * SERIES_WORDS);
  /** Series and first row of each slab. */
  readonly #slabSeries: number[] = [];
  readonly #slabRows: number[] = [];

  /** Grows at once: the engine takes what never changed for constant, and compiles anew what it compiled so. */
  constructor() {
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
    if (row === this.#chunks.length * CHUNK_ROWS) this.#chunks.push(new Int32Array(CHUNK_ROWS * ROW_WORDS));
    // No slab is in two chunks.
    this.#given = Math.min(row + rows, this.#chunks.length * CHUNK_ROWS);
    this.#series[at + NEXT] = row;
    this.#series[at + END] = this.#given;
    this.#series[at + SLAB_ROWS] = rows;
    this.#slabSeries.push(series);
    this.#slabRows.push(row);
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
      const next = this.#series[series * SERIES_WORDS + NEXT]!;
      const rows = (next > row && next <= given ? next : given) - row;
      const start = (row & CHUNK_ROWS - 1) * ROW_WORDS;
      const words = this.#chunks[row >>> CHUNK_BITS]!;
      (stretches[series] ??= []).push({ words, start, end: start + rows * ROW_WORDS });
    }
    return stretches;
  }
}
