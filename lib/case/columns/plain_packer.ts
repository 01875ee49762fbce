/**
 * Columns as frames of reference: of 128 numbers the least is told, and how much each is above it, in as many bits as
 * the largest needs. Numbers are those of a column, or steps from row to row, whichever is small.
 *
 * A block is, in words of 32 bits, little end first: its format and kind (a byte each); its rows; its columns. A column
 * is its form (a word), its origin (a double), then, by form:
 *
 * - 0: frames of 128 rows, the last filled up with its last number. Each is the least number, the width in bits, and
 *   `4 * width` words: bits of numbers 0, 4, 8 … follow one another in words 0, 4, 8 …, those of 1, 5, 9 … in words
 *   1, 5, 9 …, and so on, so that a processor can do four at a time.
 * - 1: the doubles as they are: some are fractions, or far apart.
 *
 * @module
 */

/** Most rows of a stored block: what a reader must be ready to hold. */
export const MAX_BLOCK_ROWS: number = 2 ** 16;
/** First byte of packed columns. */
export const FORMAT: number = 2;
/** Columns of the wider kind of block. */
export const MAX_COLUMNS: number = 12;
/** Rows of a frame. */
export const FRAME_ROWS: number = 128;
/** Words before a block's first column. */
export const HEAD_WORDS: number = 2;
/** Words before the frames or doubles of a column. */
export const COLUMN_HEAD_WORDS: number = 3;
/** Column in frames. */
export const FRAMES: number = 0;
/** Column of doubles as they are. */
export const RAW: number = 1;
/** Numbers nearer to 0 are kept as 32 bits. */
const LIMIT = 2 ** 31 - 1;

/** Packs the columns of a block, one after another. */
export interface ColumnPacker {
  /** Begins a block of 1 to {@linkcode MAX_BLOCK_ROWS} rows; `kind` is its second byte. */
  begin(kind: number, rows: number): void;
  /** Adds words. */
  words(column: Uint32Array | Uint16Array): void;
  /** Adds words that are near the one before. */
  steps(column: Uint32Array): void;
  /** Adds times that are near the one before. */
  times(column: Float64Array): void;
  /** Adds lengths of rows. */
  lengths(column: Uint32Array): void;
  /** Adds places of rows, most of which lie one byte after the row before. The lengths must be there. */
  offsets(column: Float64Array): void;
  /** Adds doubles. Of a zero the sign is lost. */
  doubles(column: Float64Array | Float32Array): void;
  /** Adds times that are near those of their rows, which must be there. */
  timesNear(column: Float64Array): void;
  /** The block; valid until another begins. */
  take(): Uint8Array<ArrayBuffer>;
}

/** Most words that a block of so many rows takes. */
export function mostWords(rows: number): number {
  return HEAD_WORDS + MAX_COLUMNS * (COLUMN_HEAD_WORDS + 2 * (rows + 2 * FRAME_ROWS));
}

/** Packs columns in TypeScript: where there is no WebAssembly, and to check what WebAssembly does. */
export class PlainPacker implements ColumnPacker {
  readonly #numbers = new Int32Array(MAX_BLOCK_ROWS);
  #out = new Int32Array(0);
  #rows = 0;
  #end = 0;
  #times: Float64Array = new Float64Array(0);
  #lengths: Uint32Array = new Uint32Array(0);

  /** See {@linkcode ColumnPacker}. */
  begin(kind: number, rows: number): void {
    if (this.#out.length < mostWords(rows)) this.#out = new Int32Array(mostWords(rows));
    this.#rows = rows;
    this.#end = HEAD_WORDS;
    this.#out[0] = FORMAT | kind << 8;
    this.#out[1] = rows;
  }

  /** See {@linkcode ColumnPacker}. */
  words(column: Uint32Array | Uint16Array): void {
    this.#numbers.set(column);
    this.#putFrames(0);
  }

  /** See {@linkcode ColumnPacker}. */
  steps(column: Uint32Array): void {
    let last = column[0]!;
    for (let row = 0; row < this.#rows; row++) {
      const word = column[row]!;
      this.#numbers[row] = word - last;
      last = word;
    }
    this.#putFrames(column[0]!);
  }

  /** See {@linkcode ColumnPacker}. */
  times(column: Float64Array): void {
    this.#times = column;
    const first = column[0]!;
    let last = 0;
    for (let row = 0; row < this.#rows; row++) {
      const value = column[row]!;
      const number = wholeFrom(first, value);
      if (first + number !== value) return this.#putRaw(column);
      this.#numbers[row] = number - last;
      last = number;
    }
    this.#putFrames(first);
  }

  /** See {@linkcode ColumnPacker}. */
  lengths(column: Uint32Array): void {
    this.#lengths = column;
    this.words(column);
  }

  /** See {@linkcode ColumnPacker}. */
  offsets(column: Float64Array): void {
    let expected = column[0]!;
    for (let row = 0; row < this.#rows; row++) {
      const value = column[row]!;
      const number = wholeFrom(expected, value);
      if (expected + number !== value) return this.#putRaw(column);
      this.#numbers[row] = number;
      expected = value + this.#lengths[row]! + 1;
    }
    this.#putFrames(column[0]!);
  }

  /** See {@linkcode ColumnPacker}. */
  doubles(column: Float64Array | Float32Array): void {
    this.#doubles(column, null);
  }

  /** See {@linkcode ColumnPacker}. */
  timesNear(column: Float64Array): void {
    this.#doubles(column, this.#times);
  }

  /** See {@linkcode ColumnPacker}. */
  take(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#out.buffer, 0, 4 * this.#end);
  }

  /** NaN is 0, what is not negative is one more. */
  #doubles(column: Float64Array | Float32Array, times: Float64Array | null): void {
    for (let row = 0; row < this.#rows; row++) {
      const value = column[row]!;
      const from = times === null ? 0 : times[row]!;
      const number = wholeFrom(from, value);
      if (!Number.isNaN(value) && from + number !== value) return this.#putRaw(column);
      this.#numbers[row] = Number.isNaN(value) ? 0 : number >= 0 ? number + 1 : number;
    }
    this.#putFrames(0);
  }

  #putHead(form: number, origin: number): void {
    this.#out[this.#end] = form;
    this.#out.set(new Int32Array(new Float64Array([origin]).buffer), this.#end + 1);
    this.#end += COLUMN_HEAD_WORDS;
  }

  #putRaw(column: Float64Array | Float32Array): void {
    this.#putHead(RAW, 0);
    this.#out.set(new Int32Array(new Float64Array(column).buffer), this.#end);
    this.#end += 2 * this.#rows;
  }

  #putFrames(origin: number): void {
    this.#putHead(FRAMES, origin);
    const filled = Math.ceil(this.#rows / FRAME_ROWS) * FRAME_ROWS;
    this.#numbers.fill(this.#numbers[this.#rows - 1]!, this.#rows, filled);
    for (let from = 0; from < filled; from += FRAME_ROWS) this.#putFrame(from);
  }

  #putFrame(from: number): void {
    const numbers = this.#numbers;
    let least = numbers[from]!;
    let greatest = least;
    for (let row = from; row < from + FRAME_ROWS; row++) {
      least = Math.min(least, numbers[row]!);
      greatest = Math.max(greatest, numbers[row]!);
    }
    const width = 32 - Math.clz32(greatest - least);
    this.#out[this.#end] = least;
    this.#out[this.#end + 1] = width;
    this.#end += 2;
    for (let lane = 0; lane < 4; lane++) this.#putLane(from + lane, least, width, this.#end + lane);
    this.#end += 4 * width;
  }

  /** Every fourth number, from `from`, to every fourth word, from `to`. */
  #putLane(from: number, least: number, width: number, to: number): void {
    const numbers = this.#numbers;
    let [bits, used, at] = [0, 0, to];
    for (let row = from; row < from + FRAME_ROWS; row += 4) {
      const above = numbers[row]! - least | 0;
      bits |= above << used;
      used += width;
      if (used < 32) continue;
      this.#out[at] = bits;
      at += 4;
      used -= 32;
      bits = used === 0 ? 0 : above >>> (width - used);
    }
  }
}

/** The whole part of a difference; 0 when it is too large. */
function wholeFrom(from: number, value: number): number {
  const difference = value - from;
  return Math.abs(difference) < LIMIT ? Math.trunc(difference) : 0;
}
