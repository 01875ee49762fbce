const LITTLE_ENDIAN = true;
const STEP_BYTES = 32;
/** How a step ends that is not the last one of its text. */
const MORE = 7;
const SPREAD_HIGH = 0xd6e8feb8;
const SPREAD_LOW = 0x6659fd93;
/** Of each of the eight words of a step. */
const FACTORS = [
  0x9e3779b1,
  0x85ebca6b,
  0xc2b2ae35,
  0x27d4eb2f,
  0xe7037ed1,
  0x8ebc6af1,
  0x589965cd,
  0x1d8e4e27,
] as const;

/**
 * Hash of texts one after another, of 64 bits in two halves: one alone collides within some ten thousand texts. A step takes 32
 * bytes, so that most texts are one. `assembly/text_hash.as.ts` is the same in WebAssembly.
 */
export class HashedText {
  /** Upper half. */
  high = 0;
  /** Lower half. */
  low = 0;

  /** Forgets everything. */
  reset(seed: number): void {
    this.high = 0;
    this.low = seed;
  }

  /** Adds the bytes from `from` to `to`, and how they end: 0 to 6. */
  addText(view: DataView, from: number, to: number, ending: number): void {
    let at = from;
    for (; to - at > STEP_BYTES; at += STEP_BYTES) this.#add(view, at, STEP_BYTES, MORE);
    this.#add(view, at, to - at, ending);
  }

  #add(view: DataView, from: number, bytes: number, ending: number): void {
    let a = Math.imul(wordAt(view, from, bytes), FACTORS[0]);
    let b = Math.imul(wordAt(view, from + 4, bytes - 4), FACTORS[1]);
    let c = Math.imul(wordAt(view, from + 8, bytes - 8), FACTORS[2]);
    let d = Math.imul(wordAt(view, from + 12, bytes - 12), FACTORS[3]);
    if (bytes > 16) {
      a += Math.imul(wordAt(view, from + 16, bytes - 16), FACTORS[4]);
      b += Math.imul(wordAt(view, from + 20, bytes - 20), FACTORS[5]);
      c += Math.imul(wordAt(view, from + 24, bytes - 24), FACTORS[6]);
      d += Math.imul(wordAt(view, from + 28, bytes - 28), FACTORS[7]);
    }
    // The second half is turned by 23 bits.
    const low = (a >>> 0) + (((c << 23) | (d >>> 9)) >>> 0);
    const carry = low > 0xffffffff ? 1 : 0;
    const high = b + ((d << 23) | (c >>> 9)) + carry + (((bytes << 3) | ending) << 23);
    this.#mix(high, low);
  }

  /** Halves change places, the sum comes in, and the product by `SPREAD` is all. */
  #mix(sumHigh: number, sumLow: number): void {
    const high = this.low ^ sumHigh;
    const low = this.high ^ sumLow;
    this.low = Math.imul(low, SPREAD_LOW);
    this.high =
      (highOfProduct(low >>> 0, SPREAD_LOW) + Math.imul(low, SPREAD_HIGH) + Math.imul(high, SPREAD_LOW)) | 0;
  }
}

/** A word, or as many bytes of it as there are. */
function wordAt(view: DataView, at: number, bytes: number): number {
  if (bytes >= 4) return view.getInt32(at, LITTLE_ENDIAN);
  let word = 0;
  for (let i = 0; i < bytes; i++) word |= view.getUint8(at + i) << (8 * i);
  return word;
}

/** The upper 32 of 64 bits of a product: no part of it has more than 53 bits. */
function highOfProduct(a: number, b: number): number {
  const lower = (a & 0xffff) * b;
  const upper = (a >>> 16) * b;
  return Math.floor((upper + Math.floor(lower / 0x10000)) / 0x10000);
}
