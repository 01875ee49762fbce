import { SERIES_WASM } from "./series_wasm.ts";
import type { SpillStore } from "./spill_store.ts";

/** Words of a row that was read: bin, records, first and last offset in it. */
export const ROW_WORDS = 3;

/** Most records of one call. */
const MAX_ROWS = 8192;
const CHUNK_BITS = 18;
const CHUNK_WORDS = 1 << CHUNK_BITS;
const WORD_BYTES = 4;
const CHUNK_BYTES = WORD_BYTES * CHUNK_WORDS;
/** Words of a series: its key, its records, its first slab, the series after it; the first and the last record, in doubles. */
const [PLACE, SCOPE, COUNT, FIRST_SLAB, NEXT_SERIES] = [6, 7, 8, 11, 13] as const;
const [FIRST, LAST] = [0, 1] as const;
/** Lowest bits of a row of several records, and of one that is far; where the steps of bins begin; bits of an offset. */
const [SEVERAL, FAR, STEPS_SHIFT, OFFSET_BITS] = [1, 3, 16, 14] as const;
/** Words of a slab: its first word, counted over all chunks; the words written; the slab after it. */
const [START, USED, NEXT_SLAB] = [0, 2, 3] as const;

/** The columns of records that are counted. */
export interface CountedRecords {
  /** Rows. */
  readonly length: number;
  /** Epoch milliseconds. */
  readonly timeMs: Float64Array;
  /** Template id. */
  readonly template: Uint32Array;
  /** Scope id. */
  readonly scope: Uint32Array;
}

/** How many rows may be kept, and where the rest goes. */
export interface SeriesMemory {
  /** Most bytes in memory, in chunks of 1 MiB: two of them at least. */
  readonly maxBytes: number;
  /** Takes the oldest rows when memory is full; without it all of them stay. */
  readonly spill: SpillStore | null;
}

/** Rows that were read. */
export interface ReadRows {
  /** Holds them: valid until the next ones are read. */
  readonly words: Int32Array;
  /** First word. */
  readonly start: number;
  /** Word after the last. */
  readonly end: number;
}

/** A series as the module has it. */
export interface KeptSeries {
  /** Template and origin. */
  readonly place: number;
  /** Scope id. */
  readonly scope: number;
  /** Records. */
  readonly count: number;
  /** First record, epoch milliseconds. */
  readonly firstMs: number;
  /** Last record, epoch milliseconds. */
  readonly lastMs: number;
  /** Where its first slab is told. */
  readonly slab: number;
}

/** What the module exports. */
interface SeriesExports {
  readonly memory: WebAssembly.Memory;
  readonly columns: { readonly value: number };
  readonly spilled: { readonly value: number };
  readonly rows: { readonly value: number };
  readonly moved: { readonly value: number };
  readonly firstSeries: { readonly value: number };
  reserve(bytes: number): number;
  addRecords(rows: number, origin: number): void;
  closeSlabs(from: number): void;
  storeAll(): void;
  beginReading(): void;
  readRows(from: number, words: number, isLast: number): number;
}

/**
 * An instance of `assembly/series.as.ts` and the chunks of its rows, of which the oldest is spilled when there are too many.
 */
export class AssembledSeries {
  readonly #exports: SeriesExports;
  /** Where each chunk is; null: it was spilled. */
  readonly #chunks: (number | null)[] = [];
  /** Where a chunk was spilled to. */
  readonly #spilled: number[] = [];
  readonly #maxChunks: number;
  readonly #spill: SpillStore | null;
  /** All of the memory: gone when it grows. */
  #words = new Int32Array(0);
  #timeMs = new Float64Array(0);
  #template = new Uint32Array(0);
  #scope = new Uint32Array(0);

  /** Starts with nothing. */
  constructor({ maxBytes, spill }: SeriesMemory) {
    this.#maxChunks = spill === null ? Infinity : Math.max(2, Math.floor(maxBytes / CHUNK_BYTES));
    this.#spill = spill;
    const imports = { "series_slabs.as": { chunkAt: (number: number) => this.#chunkAt(number) } };
    this.#exports = new WebAssembly.Instance(compiled(), imports).exports as unknown as SeriesExports;
  }

  /** Counts records of an origin (below 8192), without those that are marked. */
  add(records: CountedRecords, origin: number, marks: Uint8Array | null): void {
    const { length } = records;
    for (let from = 0; from < length; from += MAX_ROWS) {
      const to = Math.min(length, from + MAX_ROWS);
      this.#look();
      const rows = marks === null
        ? this.#copy(records, from, to)
        : this.#copyUnmarked(records, from, to, marks);
      this.#exports.addRecords(rows, origin);
    }
  }

  /** All series, in order of arrival; their rows can be read. */
  list(): KeptSeries[] {
    this.#exports.storeAll();
    this.#look();
    const words = this.#words;
    const doubles = new Float64Array(words.buffer);
    const list: KeptSeries[] = [];
    for (let at = this.#exports.firstSeries.value / WORD_BYTES; at !== 0;) {
      list.push({
        place: words[at + PLACE]!,
        scope: words[at + SCOPE]!,
        count: words[at + COUNT]!,
        firstMs: doubles[at / 2 + FIRST]!,
        lastMs: doubles[at / 2 + LAST]!,
        slab: words[at + FIRST_SLAB]!,
      });
      at = words[at + NEXT_SERIES]! / WORD_BYTES;
    }
    return list;
  }

  /** By scope how many records more it has than its series tell. */
  moved(scopes: number): Int32Array {
    this.#look();
    const at = this.#exports.moved.value / WORD_BYTES;
    return this.#words.slice(at, at + scopes);
  }

  /** Gives the rows whose first slab is told at a place, in one or several stretches. */
  read(firstSlab: number, take: (rows: ReadRows) => void): void {
    const { rows, beginReading, readRows } = this.#exports;
    const start = rows.value / WORD_BYTES;
    beginReading();
    this.#visit(firstSlab, (words, from, to, isLast) => {
      const end = readRows(WORD_BYTES * from, to - from, isLast ? 1 : 0);
      take({ words, start, end: end / WORD_BYTES });
    });
  }

  /** Adds up the records by so many bins, from that bin on; those of the series whose first slab is told at a place. */
  countInto(firstSlab: number, counts: Int32Array, fromBin: number, bins: number): void {
    let bin = 0;
    this.#visit(
      firstSlab,
      (words, from, to) => bin = countWords(words, from, to, bin, counts, fromBin, bins),
    );
  }

  /** A copy of all rows whose first slab is told at a place. */
  rowsOf(firstSlab: number): ReadRows {
    const stretches: Int32Array[] = [];
    this.read(firstSlab, ({ words, start, end }) => stretches.push(words.slice(start, end)));
    const length = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
    const words = new Int32Array(length);
    stretches.reduce((at, stretch) => (words.set(stretch, at), at + stretch.length), 0);
    return { words, start: 0, end: length };
  }

  /** Visits the words of slabs. */
  #visit(
    firstSlab: number,
    visit: (words: Int32Array, from: number, to: number, isLast: boolean) => void,
  ): void {
    this.#look();
    const words = this.#words;
    for (let slab = firstSlab / WORD_BYTES; slab !== 0;) {
      const next = words[slab + NEXT_SLAB]! / WORD_BYTES;
      const used = words[slab + USED]!;
      const from = this.#wordAt(words[slab + START]!, used);
      visit(words, from, from + used, next === 0);
      slab = next;
    }
  }

  /** Where the words of a slab are, which may have to be fetched. */
  #wordAt(start: number, length: number): number {
    const number = start >>> CHUNK_BITS;
    const place = start & CHUNK_WORDS - 1;
    const chunk = this.#chunks[number]!;
    if (chunk !== null) return chunk / WORD_BYTES + place;
    const bytes = this.#spill!.get(this.#spilled[number]! + WORD_BYTES * place, WORD_BYTES * length);
    const at = this.#exports.spilled.value / WORD_BYTES;
    this.#words.set(new Int32Array(bytes.buffer), at);
    return at;
  }

  #copy({ timeMs, template, scope }: CountedRecords, from: number, to: number): number {
    this.#timeMs.set(timeMs.subarray(from, to));
    this.#template.set(template.subarray(from, to));
    this.#scope.set(scope.subarray(from, to));
    return to - from;
  }

  #copyUnmarked(
    { timeMs, template, scope }: CountedRecords,
    from: number,
    to: number,
    marks: Uint8Array,
  ): number {
    let rows = 0;
    for (let row = from; row < to; row++) {
      if (marks[row] === 1) continue;
      this.#timeMs[rows] = timeMs[row]!;
      this.#template[rows] = template[row]!;
      this.#scope[rows++] = scope[row]!;
    }
    return rows;
  }

  /** Looks at the memory anew if it has grown. */
  #look(): void {
    if (this.#words.length > 0) return;
    const { memory, columns } = this.#exports;
    const [buffer, at] = [memory.buffer as ArrayBuffer, columns.value];
    this.#words = new Int32Array(buffer);
    this.#timeMs = new Float64Array(buffer, at, MAX_ROWS);
    this.#template = new Uint32Array(buffer, at + 8 * MAX_ROWS, MAX_ROWS);
    this.#scope = new Uint32Array(buffer, at + 12 * MAX_ROWS, MAX_ROWS);
  }

  /** Memory for a chunk: new, or that of the oldest one, which is spilled. */
  #chunkAt(number: number): number {
    const oldest = number - this.#maxChunks;
    const at = oldest < 0 ? this.#exports.reserve(CHUNK_BYTES) : this.#chunks[oldest]!;
    if (oldest >= 0) {
      this.#exports.closeSlabs(at);
      this.#look();
      this.#spilled[oldest] = this.#spill!.put(new Uint8Array(this.#words.buffer, at, CHUNK_BYTES));
      this.#chunks[oldest] = null;
    }
    return this.#chunks[number] = at;
  }
}

/** Adds words up by bin; returns the bin of the last one. */
function countWords(
  words: Int32Array,
  from: number,
  to: number,
  bin: number,
  counts: Int32Array,
  fromBin: number,
  bins: number,
): number {
  const untilBin = fromBin + bins * counts.length;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    let count = 1;
    if ((word & SEVERAL) === 0) bin = bin + (word >> STEPS_SHIFT) | 0;
    else if ((word & FAR) === FAR) bin = bin + words[++at]! | 0;
    else {
      bin = bin + (word >> STEPS_SHIFT) | 0;
      count = words[++at]! >>> OFFSET_BITS;
    }
    if (bin < fromBin || bin >= untilBin) continue;
    const bucket = (bin - fromBin) / bins | 0;
    counts[bucket] = counts[bucket]! + count;
  }
  return bin;
}

let module: WebAssembly.Module | null = null;

/** Compiles it once: an analysis has several stores. */
function compiled(): WebAssembly.Module {
  return module ??= new WebAssembly.Module(Uint8Array.from(atob(SERIES_WASM), (char) => char.charCodeAt(0)));
}
