import { ROW_WORDS, type SeriesMemory, SeriesSlabs, type Stretch } from "./series_slabs.ts";

/** Width of the finest buckets that are kept. An onset is known to the first record in one. */
export const BIN_MS = 10_000;

const MAX_SERIES = 400_000;
/** Of a kind of log, and of a host and kind of log. */
const [LOG_BITS, ORIGIN_BITS] = [3, 13] as const;
const HASH_FACTOR = -1_640_531_535;
/** Of a row: bin, count, first and last offset in the bin. */
const OFFSET_BITS = 14;
const OFFSET_MASK = (1 << OFFSET_BITS) - 1;
const MAX_BIN = 2 ** 31 - 1;
/** Words of a series: its key, how many rows wait, its records, the first and the last (two words each), those rows. */
const [PLACE, SCOPE, WAITING, COUNT, FIRST, LAST, ROWS, SERIES_WORDS] = [0, 1, 2, 3, 4, 6, 8, 32] as const;
/** So many rows of a series wait beside its key: its slab is in another page of memory, where to go is slow. */
const WAITING_ROWS = (SERIES_WORDS - ROWS) / ROW_WORDS;

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

/**
 * Counts by template, host, kind of log, scope and bin: 12 bytes for each combination that occurs. Beyond the cap of series the
 * scope is no longer told apart, and beyond the years 1290 to 2649 the bins.
 */
export class SeriesStore {
  readonly #slabs: SeriesSlabs;
  /** First word of a series by hash of its key, with open addressing; 0: none. */
  #slots = new Int32Array(1024);
  #series = new Int32Array(512 * SERIES_WORDS);
  /** The same bytes. */
  #times = new Float64Array(this.#series.buffer);
  #end: number = SERIES_WORDS;
  /** First word of the series of each row; none are skipped. */
  #at = new Int32Array(1);
  #unmarked = new Uint8Array(1);
  readonly #one = {
    length: 1,
    timeMs: new Float64Array(1),
    template: new Uint32Array(1),
    scope: new Uint32Array(1),
  };

  /** Grows at once: the engine takes what never changed for constant, and compiles anew what it compiled so. */
  constructor(memory: SeriesMemory = { maxBytes: Infinity, spill: null }) {
    this.#slabs = new SeriesSlabs(memory);
    this.#grow();
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
    const { length, template, scope } = records;
    const origin = host << LOG_BITS | log;
    if (length > this.#at.length) {
      this.#at = new Int32Array(length);
      this.#unmarked = new Uint8Array(length);
    }
    const [at, skip] = [this.#at, marks ?? this.#unmarked];
    // What is rare is left to the caller of the loops: so they are short, and soon compiled.
    for (let row = 0; row < length; row++) {
      row = lookUp(this.#slots, this.#series, { records, origin, skip, at }, row);
      if (row < length) at[row] = this.#begin(template[row]! << ORIGIN_BITS | origin, scope[row]!);
    }
    this.#count(records, at);
  }

  #count({ length, timeMs }: CountedRecords, ats: Int32Array): void {
    const series = this.#series;
    const times = this.#times;
    // Most records are in the bin of the one before.
    let bin = 0;
    let binMs = NaN;
    for (let row = 0; row < length; row++) {
      const at = ats[row]!;
      if (at === 0) continue;
      const time = timeMs[row]!;
      if (!(time >= binMs && time < binMs + BIN_MS)) {
        const number = Math.floor(time / BIN_MS);
        binMs = number * BIN_MS;
        bin = Math.min(Math.max(number, -MAX_BIN), MAX_BIN);
      }
      const waiting = series[at + WAITING]!;
      const last = at + ROWS + (waiting - 1) * ROW_WORDS;
      const offset = time - binMs | 0;
      if (waiting > 0 && series[last] === bin) {
        const offsets = series[last + 2]!;
        const earliest = Math.min(offset, offsets & OFFSET_MASK);
        series[last + 1] = series[last + 1]! + 1;
        series[last + 2] = earliest | Math.max(offset, offsets >>> OFFSET_BITS) << OFFSET_BITS;
      } else {
        if (waiting === WAITING_ROWS) this.#store(at);
        const next = at + ROWS + series[at + WAITING]! * ROW_WORDS;
        series[at + WAITING] = series[at + WAITING]! + 1;
        series[next] = bin;
        series[next + 1] = 1;
        series[next + 2] = offset | offset << OFFSET_BITS;
      }
      series[at + COUNT] = series[at + COUNT]! + 1;
      const first = at + FIRST >>> 1;
      if (time < times[first]!) times[first] = time;
      if (time > times[first + 1]!) times[first + 1] = time;
    }
  }

  /** All series; each reads its rows from this store, in order of arrival. */
  parts(): SeriesPart[] {
    for (let at: number = SERIES_WORDS; at < this.#end; at += SERIES_WORDS) this.#store(at);
    return this.#slabs.stretches().map((own, number): SeriesPart => {
      const at = (number + 1) * SERIES_WORDS;
      return {
        template: this.#series[at + PLACE]! >>> ORIGIN_BITS,
        host: (this.#series[at + PLACE]! & (1 << ORIGIN_BITS) - 1) >> LOG_BITS,
        log: this.#series[at + PLACE]! & (1 << LOG_BITS) - 1,
        scope: this.#series[at + SCOPE]!,
        total: {
          count: this.#series[at + COUNT]!,
          firstMs: this.#times[at + FIRST >>> 1]!,
          lastMs: this.#times[at + LAST >>> 1]!,
        },
        forEach: (visit, fromMs = -Infinity, toMs = Infinity) => visitRows(own, visit, fromMs, toMs),
        addBetween: (sum, fromMs, toMs) => addRows(own, sum, fromMs, toMs),
        countInto: (counts, startMs, bucketMs) => countRows(own, counts, startMs, bucketMs),
      };
    });
  }

  #begin(place: number, scope: number): number {
    if (this.#end > MAX_SERIES * SERIES_WORDS && scope !== 0) {
      return this.#slots[this.#slotOf(place, 0)] || this.#begin(place, 0);
    }
    if (this.#end === this.#series.length) this.#grow();
    const at = this.#end;
    this.#end += SERIES_WORDS;
    this.#series[at + PLACE] = place;
    this.#series[at + SCOPE] = scope;
    this.#times[at + FIRST >>> 1] = Infinity;
    this.#times[at + LAST >>> 1] = -Infinity;
    this.#slots[this.#slotOf(place, scope)] = at;
    return at;
  }

  #grow(): void {
    const series = this.#series;
    this.#series = new Int32Array(series.length * 2);
    this.#series.set(series);
    this.#times = new Float64Array(this.#series.buffer);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let at: number = SERIES_WORDS; at < this.#end; at += SERIES_WORDS) {
      this.#slots[this.#slotOf(series[at + PLACE]!, series[at + SCOPE]!)] = at;
    }
  }

  /** The slot of a series, or the free one that it would have. */
  #slotOf(place: number, scope: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(place, scope) & mask;
    for (let at = this.#slots[slot]!; at !== 0; at = this.#slots[slot]!) {
      if (this.#series[at + PLACE] === place && this.#series[at + SCOPE] === scope) break;
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Puts the rows of a series that wait where they stay. */
  #store(at: number): void {
    const start = at + ROWS;
    const end = start + this.#series[at + WAITING]! * ROW_WORDS;
    this.#slabs.add(at / SERIES_WORDS - 1, this.#series, start, end);
    this.#series[at + WAITING] = 0;
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

function visitRows(own: readonly Stretch[], visit: EntryVisitor, fromMs: number, toMs: number): void {
  for (const { words, start, end } of own) {
    for (let at = start; at < end; at += ROW_WORDS) {
      const binMs = words[at]! * BIN_MS;
      if (binMs < fromMs || binMs >= toMs) continue;
      const offsets = words[at + 2]!;
      visit(binMs, words[at + 1]!, binMs + (offsets & OFFSET_MASK), binMs + (offsets >>> OFFSET_BITS));
    }
  }
}

function addRows(own: readonly Stretch[], sum: SeriesTotal, fromMs: number, toMs: number): void {
  let { count, firstMs, lastMs } = sum;
  for (const { words, start, end } of own) {
    for (let at = start; at < end; at += ROW_WORDS) {
      const binMs = words[at]! * BIN_MS;
      if (binMs < fromMs || binMs >= toMs) continue;
      const offsets = words[at + 2]!;
      count += words[at + 1]!;
      firstMs = Math.min(firstMs, binMs + (offsets & OFFSET_MASK));
      lastMs = Math.max(lastMs, binMs + (offsets >>> OFFSET_BITS));
    }
  }
  sum.count = count;
  sum.firstMs = firstMs;
  sum.lastMs = lastMs;
}

function countRows(own: readonly Stretch[], counts: Int32Array, startMs: number, bucketMs: number): void {
  const from = Math.ceil(startMs / BIN_MS);
  const bins = bucketMs / BIN_MS;
  const until = from + bins * counts.length;
  for (const { words, start, end } of own) {
    for (let at = start; at < end; at += ROW_WORDS) {
      const bin = words[at]!;
      if (bin < from || bin >= until) continue;
      const bucket = (bin - from) / bins | 0;
      counts[bucket] = counts[bucket]! + words[at + 1]!;
    }
  }
}

interface LookUp {
  readonly records: CountedRecords;
  readonly origin: number;
  readonly skip: Uint8Array;
  /** Where the first words go. */
  readonly at: Int32Array;
}

/** Looks up the series of rows; gives the next row whose series is not known, or their number. */
function lookUp(
  slots: Int32Array,
  series: Int32Array,
  { records: { length, template, scope }, origin, skip, at }: LookUp,
  from: number,
): number {
  const mask = slots.length - 1;
  for (let row = from; row < length; row++) {
    const place = template[row]! << ORIGIN_BITS | origin;
    const ownScope = scope[row]!;
    let slot = hashOf(place, ownScope) & mask;
    let found = skip[row] === 1 ? 0 : slots[slot]!;
    while (found !== 0 && (series[found + PLACE] !== place || series[found + SCOPE] !== ownScope)) {
      slot = slot + 1 & mask;
      found = slots[slot]!;
    }
    at[row] = found;
    if (found === 0 && skip[row] === 0) return row;
  }
  return length;
}

function hashOf(place: number, scope: number): number {
  const hash = Math.imul(place ^ Math.imul(scope, HASH_FACTOR), HASH_FACTOR);
  return hash ^ hash >>> 15;
}
