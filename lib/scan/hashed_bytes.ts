const P = 0x9e3779b1 | 0;
const Q = 0x85ebca6b | 0;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const NO_STOPS: Uint8Array = new Uint8Array(256);

/** A stretch of bytes and its hash, in two lanes: one alone collides within some ten thousand texts. Reused. */
export class HashedBytes {
  /** First byte. */
  start = 0;
  /** End; the start when there is none. */
  end = 0;
  /** First lane. */
  high = 0;
  /** Second lane. */
  low = 0;

  /** Hashes the bytes from `start` to `end`. */
  set(view: DataView, start: number, end: number): void {
    this.setUpTo(view, start, end, NO_STOPS, 0);
  }

  /**
   * Hashes the bytes from `start` to the first one whose flags in `stops` have one of `mask`, or to `limit`. Every stop is a
   * byte that {@linkcode mayHoldStop} finds.
   */
  setUpTo(view: DataView, start: number, limit: number, stops: Uint8Array, mask: number): void {
    let high = P;
    let low = Q;
    let i = start;
    // Four bytes a step: to look at each of them alone would be a third of the scan of an access log.
    for (; i + 3 < limit; i += 4) {
      const word = view.getInt32(i);
      if (mayHoldStop(word) && holdsStop(word, stops, mask)) break;
      high = Math.imul(((high << 5) | (high >>> 27)) ^ word, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ word, Q);
    }
    for (; i < limit; i++) {
      const byte = view.getUint8(i);
      if ((stops[byte]! & mask) !== 0) break;
      high = Math.imul(((high << 5) | (high >>> 27)) ^ byte, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ byte, Q);
    }
    this.start = start;
    this.end = i;
    this.high = high;
    this.low = low;
  }
}

/** Whether one of four bytes is below `'`, a backslash or a question mark. */
function mayHoldStop(word: number): boolean {
  const low = (word - 0x27272727) & ~word;
  const backslash = word ^ 0x5c5c5c5c;
  const question = word ^ 0x3f3f3f3f;
  return ((low | ((backslash - ONES) & ~backslash) | ((question - ONES) & ~question)) & HIGH_BITS) !== 0;
}

function holdsStop(word: number, stops: Uint8Array, mask: number): boolean {
  const flags = stops[word & 255]! | stops[(word >>> 8) & 255]! | stops[(word >>> 16) & 255]! |
    stops[word >>> 24]!;
  return (flags & mask) !== 0;
}
