import {
  AssembledSeries,
  type CountedRecords,
  type ReadRows,
  ROW_WORDS,
  type SeriesMemory,
} from "./assembled_series.ts";

/** Width of the finest buckets that are kept. An onset is known to the first record in one. */
export const BIN_MS = 10_000;

/** Of a kind of log, and of a host and kind of log. */
const [LOG_BITS, ORIGIN_BITS] = [3, 13] as const;
/** First and last offset in a bin. */
const OFFSET_BITS = 14;
const OFFSET_MASK = (1 << OFFSET_BITS) - 1;

/**
 * Counts by template, host, kind of log, scope and bin: 4 bytes for each record, 8 for several in one bin. Beyond the cap of
 * series the scope is no longer told apart, and beyond the years 1290 to 2649 the bins.
 */
export class SeriesStore {
  readonly #series: AssembledSeries;
  readonly #one = {
    length: 1,
    timeMs: new Float64Array(1),
    template: new Uint32Array(1),
    scope: new Uint32Array(1),
  };

  /** Starts with nothing. */
  constructor(memory: SeriesMemory = { maxBytes: Infinity, spill: null }) {
    this.#series = new AssembledSeries(memory);
  }

  /** Counts one record. `host` is below 1024, `template` and `scope` below 65536. */
  add(template: number, host: number, scope: number, timeMs: number): void {
    this.#one.template[0] = template;
    this.#one.scope[0] = scope;
    this.#one.timeMs[0] = timeMs;
    this.addRecords(this.#one, host, null);
  }

  /** Counts the records of a host and kind of log (below 8), without those that are marked. */
  addRecords(records: CountedRecords, host: number, marks: Uint8Array | null, log = 0): void {
    this.#series.add(records, host << LOG_BITS | log, marks);
  }

  /** Records by scope, of which there are so many. */
  countsByScope(scopes: number): Int32Array {
    const counts = this.#series.moved(scopes);
    for (const { scope, count } of this.#series.list()) counts[scope]! += count;
    return counts;
  }

  /** All series; each reads its rows from this store, in order of arrival. */
  parts(): SeriesPart[] {
    const series = this.#series;
    return series.list().map(({ place, scope, count, firstMs, lastMs, slab }): SeriesPart => ({
      template: place >>> ORIGIN_BITS,
      host: (place & (1 << ORIGIN_BITS) - 1) >> LOG_BITS,
      log: place & (1 << LOG_BITS) - 1,
      scope,
      total: { count, firstMs, lastMs },
      forEach: (visit, fromMs = -Infinity, toMs = Infinity) =>
        visitRows(series.rowsOf(slab), visit, fromMs, toMs),
      addBetween: (sum, fromMs, toMs) => series.read(slab, (rows) => addRows(rows, sum, fromMs, toMs)),
      countInto: (counts, startMs, bucketMs) =>
        series.countInto(slab, counts, Math.ceil(startMs / BIN_MS), bucketMs / BIN_MS),
    }));
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

/** The counts of one template, host, kind of log and scope. */
export interface SeriesPart {
  /** Template id. */
  readonly template: number;
  /** Host number. */
  readonly host: number;
  /** Kind of log. */
  readonly log: number;
  /** Scope id. */
  readonly scope: number;
  /** All its records. */
  readonly total: Readonly<SeriesTotal>;
  /** Adds its counts to buckets from that time on, epoch milliseconds; their width is a multiple of {@linkcode BIN_MS}. */
  readonly countInto: (counts: Int32Array, startMs: number, bucketMs: number) => void;
  /** Adds its bins that start in a time range to a sum; epoch milliseconds, end exclusive. */
  readonly addBetween: (sum: SeriesTotal, fromMs: number, toMs: number) => void;
  /** Visits the bins with records, of those that start in a time range; epoch milliseconds, end exclusive. */
  readonly forEach: (visit: EntryVisitor, fromMs?: number, toMs?: number) => void;
}

function visitRows({ words, start, end }: ReadRows, visit: EntryVisitor, fromMs: number, toMs: number): void {
  for (let at = start; at < end; at += ROW_WORDS) {
    const binMs = words[at]! * BIN_MS;
    if (binMs < fromMs || binMs >= toMs) continue;
    const offsets = words[at + 2]!;
    visit(binMs, words[at + 1]!, binMs + (offsets & OFFSET_MASK), binMs + (offsets >>> OFFSET_BITS));
  }
}

function addRows({ words, start, end }: ReadRows, sum: SeriesTotal, fromMs: number, toMs: number): void {
  let { count, firstMs, lastMs } = sum;
  for (let at = start; at < end; at += ROW_WORDS) {
    const binMs = words[at]! * BIN_MS;
    if (binMs < fromMs || binMs >= toMs) continue;
    const offsets = words[at + 2]!;
    count += words[at + 1]!;
    firstMs = Math.min(firstMs, binMs + (offsets & OFFSET_MASK));
    lastMs = Math.max(lastMs, binMs + (offsets >>> OFFSET_BITS));
  }
  sum.count = count;
  sum.firstMs = firstMs;
  sum.lastMs = lastMs;
}
