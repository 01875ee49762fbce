/**
 * One column as bytes: a byte for its form, then its values cut into planes (all lowest bytes, all second bytes, …) as
 * far as any value reaches, so that zstd finds like beside like.
 *
 * @module
 */

/** Values below this, differences of two of them, and twice those are exact in a double. */
const EXACT_LIMIT = 2 ** 50;
const WORD = 2 ** 32;
/** Largest width of a column in bytes. */
export const MAX_COLUMN_BYTES = 8;
/** Added to the width: the planes are those of IEEE 754 doubles. */
const RAW = 16;

/** Packs words. */
export function packWords(words: Uint32Array | Uint16Array): Uint8Array {
  // Loops over one kind of array are twice as fast as over two.
  return pack(words instanceof Uint32Array ? words : new Uint32Array(words), null);
}

/**
 * Packs doubles: as whole numbers, when all of `values` are (or NaN), else bit by bit. `residualsOf` is called in the
 * first case, and gives what to store instead: differences to what the reader can foretell.
 */
export function packDoubles(
  values: Float64Array,
  residualsOf: (values: Float64Array) => Float64Array,
): Uint8Array {
  return areExact(values) ? packWhole(residualsOf(values)) : packBits(values);
}

/** Takes the columns that {@linkcode packWords} and {@linkcode packDoubles} made off the front of bytes. */
export class ColumnCursor {
  readonly #bytes: Uint8Array;
  readonly #rows: number;
  #at: number;

  /** Starts at `at`. */
  constructor(bytes: Uint8Array, at: number, rows: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#rows = rows;
  }

  /** Whether all was taken. */
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The next column, of words. @throws {RangeError} when the bytes are none */
  words(): Uint32Array {
    const form = this.#form();
    if (form > 4) throw new RangeError(`column of words has form ${form}, expected at most 4`);
    return this.#planes(0, form);
  }

  /** The next column, of doubles; `restore` turns residuals into values, in place. @throws {RangeError} as above */
  doubles(restore: (residuals: Float64Array) => void): Float64Array {
    const form = this.#form();
    const width = form & 15;
    if (form > RAW + 8 || width > 8) {
      throw new RangeError(`column has form ${form}, expected at most 8 bytes`);
    }
    const low = this.#planes(0, Math.min(width, 4));
    const high = this.#planes(4, width);
    if (form >= RAW) return fromBits(low, high);
    const values = fromCodes(low, width > 4 ? high : null);
    restore(values);
    return values;
  }

  #form(): number {
    const form = this.#bytes[this.#at++];
    if (form === undefined) throw new RangeError("columns end early");
    return form;
  }

  /** Planes `from` to `to` of words. */
  #planes(from: number, to: number): Uint32Array {
    const words = new Uint32Array(this.#rows);
    for (let plane = from; plane < to; plane++) {
      const bytes = this.#bytes.subarray(this.#at, this.#at += this.#rows);
      if (bytes.length < this.#rows) throw new RangeError("columns end early");
      if (plane === from) words.set(bytes);
      else addPlane(words, bytes, (plane & 3) * 8);
    }
    return words;
  }
}

function addPlane(words: Uint32Array, bytes: Uint8Array, shift: number): void {
  for (let row = 0; row < words.length; row++) words[row] = words[row]! | bytes[row]! << shift;
}

function areExact(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    // NaN is neither.
    if (value > EXACT_LIMIT || value < -EXACT_LIMIT) return false;
    if (Math.floor(value) !== value && !Number.isNaN(value)) return false;
    if (value === 0 && 1 / value < 0) return false;
  }
  return true;
}

/** NaN is 0, others are zigzag codes plus one: small numbers of either sign are small. */
function packWhole(residuals: Float64Array): Uint8Array {
  const low = new Uint32Array(residuals.length);
  let high: Uint32Array | null = null;
  for (let row = 0; row < residuals.length; row++) {
    const value = residuals[row]!;
    if (Number.isNaN(value)) continue;
    const code = value < 0 ? -2 * value : 2 * value + 1;
    low[row] = code;
    if (code >= WORD) (high ??= new Uint32Array(residuals.length))[row] = code / WORD;
  }
  return pack(low, high);
}

function fromCodes(low: Uint32Array, high: Uint32Array | null): Float64Array {
  const values = new Float64Array(low.length);
  for (let row = 0; row < values.length; row++) {
    const word = low[row]!;
    const above = high === null ? 0 : high[row]! * (WORD / 2);
    const half = above + (word >>> 1);
    values[row] = (word & 1) === 1 ? half : half === 0 ? NaN : -half;
  }
  return values;
}

function packBits(values: Float64Array): Uint8Array {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    // Whatever NaN it is.
    if (Number.isNaN(values[row])) {
      high[row] = 0x7ff80000;
      continue;
    }
    const bits = view.getBigUint64(row * 8, IS_LITTLE_ENDIAN);
    low[row] = Number(bits & 0xffffffffn);
    high[row] = Number(bits >> 32n);
  }
  return pack(low, high, RAW);
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function fromBits(low: Uint32Array, high: Uint32Array): Float64Array {
  const view = new DataView(new ArrayBuffer(low.length * 8));
  const values = new Float64Array(low.length);
  for (let row = 0; row < low.length; row++) {
    view.setUint32(0, high[row]!);
    view.setUint32(4, low[row]!);
    values[row] = view.getFloat64(0);
  }
  return values;
}

function pack(low: Uint32Array, high: Uint32Array | null, form = 0): Uint8Array {
  const highBytes = high === null ? 0 : bytesOf(high);
  const lowBytes = highBytes > 0 ? 4 : bytesOf(low);
  const rows = low.length;
  const bytes = new Uint8Array(1 + (lowBytes + highBytes) * rows);
  bytes[0] = form + lowBytes + highBytes;
  for (let plane = 0; plane < lowBytes; plane++) putPlane(bytes, 1 + plane * rows, low, plane * 8);
  for (let plane = 0; plane < highBytes; plane++) putPlane(bytes, 1 + (4 + plane) * rows, high!, plane * 8);
  return bytes;
}

function putPlane(bytes: Uint8Array, at: number, words: Uint32Array, shift: number): void {
  if (shift === 0) return bytes.set(words, at);
  for (let row = 0; row < words.length; row++) bytes[at + row] = words[row]! >>> shift;
}

/** How many bytes the largest word has. */
function bytesOf(words: Uint32Array): number {
  let bits = 0;
  for (let row = 0; row < words.length; row++) bits |= words[row]!;
  return (32 - Math.clz32(bits) + 7) >>> 3;
}
