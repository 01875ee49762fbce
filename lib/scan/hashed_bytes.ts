const P = 0x9e3779b1 | 0;
const Q = 0x85ebca6b | 0;
const R = 0xc2b2ae35 | 0;

/**
 * Hash of spans of bytes, four bytes a step, in two lanes of 32 bits: one alone collides within some ten thousand texts.
 * `assembly/span_hash.as.ts` is the same in WebAssembly.
 */
export class HashedBytes {
  /** First lane. */
  high = 0;
  /** Second lane. */
  low = 0;

  /** Forgets everything. */
  reset(seed: number): void {
    this.high = Math.imul(seed ^ P, Q);
    this.low = Math.imul(seed ^ Q, R);
  }

  /** Hashes the bytes from `from` to `to` alone. */
  set(view: DataView, from: number, to: number): void {
    this.reset(0);
    this.addSpan(view, from, to, 0);
  }

  /** Adds the bytes from `from` to `to`, and how they end: 0 to 7. */
  addSpan(view: DataView, from: number, to: number, ending: number): void {
    let { high, low } = this;
    let i = from;
    for (; i + 3 < to; i += 4) {
      const word = view.getInt32(i, true);
      high = Math.imul(((high << 5) | (high >>> 27)) ^ word, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ word, Q);
    }
    if (i < to) {
      let word = 0;
      for (let shift = 0; i < to; shift += 8) word |= view.getUint8(i++) << shift;
      high = Math.imul(((high << 5) | (high >>> 27)) ^ word, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ word, Q);
    }
    this.high = high;
    this.low = low;
    this.addWord(8 * (to - from) + ending);
  }

  /** Adds a number. */
  addWord(word: number): void {
    this.high = Math.imul(((this.high << 5) | (this.high >>> 27)) ^ word, P);
    this.low = Math.imul(((this.low << 13) | (this.low >>> 19)) ^ word, Q);
  }
}
