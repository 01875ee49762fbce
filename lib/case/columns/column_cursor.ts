import { COLUMN_HEAD_WORDS, FRAME_ROWS, FRAMES, RAW } from "./plain_packer.ts";

/** Takes the columns that a packer made off the front of words, in the same order. */
export class ColumnCursor {
  readonly #words: Int32Array<ArrayBuffer>;
  readonly #rows: number;
  #at: number;
  #form = FRAMES;
  #origin = 0;

  /** Starts at word `at`. */
  constructor(words: Int32Array<ArrayBuffer>, at: number, rows: number) {
    this.#words = words;
    this.#at = at;
    this.#rows = rows;
  }

  /** Whether all was taken. */
  get isAtEnd(): boolean {
    return this.#at === this.#words.length;
  }

  /** The next column, of words or lengths. @throws {RangeError} when there is none */
  words(): Uint32Array {
    this.#takeHead();
    if (this.#form === RAW) throw new RangeError("column of words has doubles");
    return new Uint32Array(this.#numbers().buffer, 0, this.#rows);
  }

  /** The next column, of steps. @throws {RangeError} as above */
  steps(): Uint32Array {
    const words = this.words();
    let last = this.#origin;
    for (let row = 0; row < words.length; row++) {
      last = last + words[row]! >>> 0;
      words[row] = last;
    }
    return words;
  }

  /** The next column, of times. @throws {RangeError} as above */
  times(): Float64Array {
    if (this.#takeHead() === RAW) return this.#raw();
    const numbers = this.#numbers();
    const times = new Float64Array(this.#rows);
    let last = 0;
    for (let row = 0; row < times.length; row++) {
      last = last + numbers[row]! | 0;
      times[row] = this.#origin + last;
    }
    return times;
  }

  /** The next column, of places of rows that have these lengths. @throws {RangeError} as above */
  offsets(lengths: Uint32Array): Float64Array {
    if (this.#takeHead() === RAW) return this.#raw();
    const numbers = this.#numbers();
    const offsets = new Float64Array(this.#rows);
    let expected = this.#origin;
    for (let row = 0; row < offsets.length; row++) {
      const offset = expected + numbers[row]!;
      offsets[row] = offset;
      expected = offset + lengths[row]! + 1;
    }
    return offsets;
  }

  /** The next column, of doubles. @throws {RangeError} as above */
  doubles(): Float64Array {
    if (this.#takeHead() === RAW) return this.#raw();
    const numbers = this.#numbers();
    const doubles = new Float64Array(this.#rows);
    for (let row = 0; row < doubles.length; row++) doubles[row] = doubleOf(numbers[row]!);
    return doubles;
  }

  /** The next column, of times near these. @throws {RangeError} as above */
  timesNear(times: Float64Array): Float64Array {
    const isRaw = this.#words[this.#at] === RAW;
    const near = this.doubles();
    if (!isRaw) { for (let row = 0; row < near.length; row++) near[row]! += times[row]!; }
    return near;
  }

  #takeHead(): number {
    const words = this.#words.slice(this.#at, this.#at += COLUMN_HEAD_WORDS);
    if (words.length < COLUMN_HEAD_WORDS) throw new RangeError("columns end early");
    this.#form = words[0]!;
    if (this.#form !== FRAMES && this.#form !== RAW) throw new RangeError(`column has form ${this.#form}`);
    this.#origin = new Float64Array(words.slice(1).buffer)[0]!;
    return this.#form;
  }

  #raw(): Float64Array {
    const words = this.#words.slice(this.#at, this.#at += 2 * this.#rows);
    if (words.length < 2 * this.#rows) throw new RangeError("columns end early");
    return new Float64Array(words.buffer);
  }

  /** As many as fill the last frame. */
  #numbers(): Int32Array<ArrayBuffer> {
    const words = this.#words;
    const numbers = new Int32Array(Math.ceil(this.#rows / FRAME_ROWS) * FRAME_ROWS);
    for (let from = 0; from < numbers.length; from += FRAME_ROWS) {
      const [least, width] = [words[this.#at], words[this.#at + 1]];
      this.#at += 2;
      if (least === undefined || width === undefined) throw new RangeError("columns end early");
      if (width < 0 || width > 32) throw new RangeError(`frame has a width of ${width}, expected 0 to 32`);
      if (this.#at + 4 * width > words.length) throw new RangeError("columns end early");
      takeFrame(words, this.#at, least, width, numbers, from);
      this.#at += 4 * width;
    }
    return numbers;
  }
}

/** Takes the bits of four numbers at a time, each from a word of its own. */
function takeFrame(
  words: Int32Array,
  start: number,
  least: number,
  width: number,
  numbers: Int32Array,
  from: number,
): void {
  if (width === 0) {
    if (least !== 0) numbers.fill(least, from, from + FRAME_ROWS);
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let [at, used] = [start, 0];
  for (let row = from; row < from + FRAME_ROWS; row += 4) {
    let a = words[at]! >>> used;
    let b = words[at + 1]! >>> used;
    let c = words[at + 2]! >>> used;
    let d = words[at + 3]! >>> used;
    used += width;
    if (used >= 32) {
      at += 4;
      used -= 32;
      if (used > 0) {
        const left = width - used;
        a |= words[at]! << left;
        b |= words[at + 1]! << left;
        c |= words[at + 2]! << left;
        d |= words[at + 3]! << left;
      }
    }
    numbers[row] = least + (a & mask);
    numbers[row + 1] = least + (b & mask);
    numbers[row + 2] = least + (c & mask);
    numbers[row + 3] = least + (d & mask);
  }
}

/** NaN is 0, what is not negative is one more. */
function doubleOf(number: number): number {
  return number === 0 ? NaN : number > 0 ? number - 1 : number;
}
