/** Width of the finest buckets that are kept. An onset is known to the first record in one. */
export const BIN_MS = 10_000;

const CHUNK_ROWS = 1 << 16;
const MAX_SERIES = 400_000;

/**
 * Counts by template, host, scope and bin: 16 bytes for each combination that occurs, in chunks that are never
 * copied. Beyond the cap of series the scope is no longer told apart.
 */
export class SeriesStore {
  readonly #ids = new Map<number, number>();
  /** Template, host and scope by series, three numbers each. */
  readonly #keys: number[] = [];
  #lastRow = new Int32Array(1024).fill(-1);
  /** Sums by series, kept while counting: at the end, to visit every row would take longer. */
  #totals: SeriesTotal[] = [];
  readonly #chunks: Chunk[] = [];
  #rows = 0;

  /** Counts one record. `host` is below 1024, `template` and `scope` below 65536. */
  add(template: number, host: number, scope: number, timeMs: number): void {
    const series = this.#seriesOf(template, host, scope);
    const total = this.#totals[series]!;
    total.count++;
    if (timeMs < total.firstMs) total.firstMs = timeMs;
    if (timeMs > total.lastMs) total.lastMs = timeMs;
    const bin = Math.floor(timeMs / BIN_MS);
    const last = this.#lastRow[series]!;
    const chunk = last < 0 ? undefined : this.#chunks[last >>> 16];
    const at = last & (CHUNK_ROWS - 1);
    if (chunk !== undefined && chunk.bin[at] === bin) {
      chunk.count[at] = chunk.count[at]! + 1;
      chunk.firstOffset[at] = Math.min(chunk.firstOffset[at]!, timeMs - bin * BIN_MS);
      chunk.lastOffset[at] = Math.max(chunk.lastOffset[at]!, timeMs - bin * BIN_MS);
    } else this.#append(series, bin, timeMs);
  }

  /** All series; each reads its rows from this store, in order of arrival. */
  parts(): SeriesPart[] {
    const { rows, ends } = this.#rowsBySeries();
    return Array.from({ length: this.#keys.length / 3 }, (_, series) => {
      const [template, host, scope] = this.#keys.slice(series * 3, series * 3 + 3);
      const own = rows.subarray(series === 0 ? 0 : ends[series - 1]!, ends[series]!);
      return {
        template: template!,
        host: host!,
        scope: scope!,
        total: this.#totals[series]!,
        forEach: (visit) => this.#visit(own, visit),
        countInto: (counts, startMs, bucketMs) => this.#countInto(own, counts, startMs, bucketMs),
      };
    });
  }

  #seriesOf(template: number, host: number, scope: number): number {
    const key = (template * 1024 + host) * 65_536 + scope;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#ids.size >= MAX_SERIES && scope !== 0) return this.#seriesOf(template, host, 0);
    const series = this.#ids.size;
    this.#ids.set(key, series);
    this.#keys.push(template, host, scope);
    this.#totals.push({ count: 0, firstMs: Infinity, lastMs: -Infinity });
    if (series >= this.#lastRow.length) this.#lastRow = doubled(this.#lastRow);
    return series;
  }

  #append(series: number, bin: number, timeMs: number): void {
    const row = this.#rows++;
    if (row >>> 16 >= this.#chunks.length) this.#chunks.push(newChunk());
    const chunk = this.#chunks[row >>> 16]!;
    const at = row & (CHUNK_ROWS - 1);
    chunk.series[at] = series;
    chunk.bin[at] = bin;
    chunk.count[at] = 1;
    chunk.firstOffset[at] = chunk.lastOffset[at] = timeMs - bin * BIN_MS;
    this.#lastRow[series] = row;
  }

  /** As `#visit` with sums by bucket; without a call for every row, as it is made for every signature. */
  #countInto(rows: Uint32Array, counts: Uint32Array, startMs: number, bucketMs: number): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const chunk = this.#chunks[row >>> 16]!;
      const at = row & (CHUNK_ROWS - 1);
      const bucket = Math.floor((chunk.bin[at]! * BIN_MS - startMs) / bucketMs);
      if (bucket >= 0 && bucket < counts.length) counts[bucket] = counts[bucket]! + chunk.count[at]!;
    }
  }

  #visit(rows: Uint32Array, visit: EntryVisitor): void {
    for (const row of rows) {
      const chunk = this.#chunks[row >>> 16]!;
      const at = row & (CHUNK_ROWS - 1);
      const binMs = chunk.bin[at]! * BIN_MS;
      visit(binMs, chunk.count[at]!, binMs + chunk.firstOffset[at]!, binMs + chunk.lastOffset[at]!);
    }
  }

  /** Counting sort of the rows by series: linear, and stable. */
  #rowsBySeries(): { rows: Uint32Array; ends: Uint32Array } {
    const ends = new Uint32Array(this.#keys.length / 3 + 1);
    for (let row = 0; row < this.#rows; row++) ends[this.#seriesAt(row) + 1]!++;
    for (let i = 1; i < ends.length; i++) ends[i] = ends[i]! + ends[i - 1]!;
    const rows = new Uint32Array(this.#rows);
    for (let row = 0; row < this.#rows; row++) rows[ends[this.#seriesAt(row)]!++] = row;
    return { rows, ends };
  }

  #seriesAt(row: number): number {
    return this.#chunks[row >>> 16]!.series[row & (CHUNK_ROWS - 1)]!;
  }
}

/** Takes one bin of a series: its start, its records, the first and the last of them; epoch milliseconds. */
export type EntryVisitor = (binMs: number, count: number, firstMs: number, lastMs: number) => void;

/** Records, the first and the last of them; epoch milliseconds. */
export interface SeriesTotal {
  /** Records. */
  count: number;
  /** First record. */
  firstMs: number;
  /** Last record. */
  lastMs: number;
}

/** The counts of one template, host and scope. */
export interface SeriesPart {
  /** Template id. */
  readonly template: number;
  /** Host number. */
  readonly host: number;
  /** Scope id. */
  readonly scope: number;
  /** All its records. */
  readonly total: Readonly<SeriesTotal>;
  /** Adds its counts to buckets of that width from that time on, epoch milliseconds. */
  readonly countInto: (counts: Uint32Array, startMs: number, bucketMs: number) => void;
  /** Visits the bins with records. */
  readonly forEach: (visit: EntryVisitor) => void;
}

interface Chunk {
  readonly series: Uint32Array;
  readonly bin: Int32Array;
  readonly count: Uint32Array;
  readonly firstOffset: Uint16Array;
  readonly lastOffset: Uint16Array;
}

function newChunk(): Chunk {
  return {
    series: new Uint32Array(CHUNK_ROWS),
    bin: new Int32Array(CHUNK_ROWS),
    count: new Uint32Array(CHUNK_ROWS),
    firstOffset: new Uint16Array(CHUNK_ROWS),
    lastOffset: new Uint16Array(CHUNK_ROWS),
  };
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2).fill(-1);
  to.set(from);
  return to;
}
