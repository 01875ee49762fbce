const P = 0x9e3779b1 | 0;
const Q = 0x85ebca6b | 0;
const R = 0xc2b2ae35 | 0;
const S = 0x27d4eb2f | 0;
const LITTLE_ENDIAN = true;

/**
 * Hash of spans of bytes, eight bytes a step, in two lanes of 32 bits: one alone collides within some ten thousand texts.
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
    for (; i + 7 < to; i += 8) {
      const first = view.getInt32(i, LITTLE_ENDIAN);
      const second = view.getInt32(i + 4, LITTLE_ENDIAN);
      const a = Math.imul(second, R);
      const b = Math.imul(first, S);
      high = Math.imul(((high << 5) | (high >>> 27)) ^ first ^ ((a << 15) | (a >>> 17)), P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ second ^ ((b << 15) | (b >>> 17)), Q);
    }
    let first = 0;
    // No text of ASCII has a byte like this: what follows cannot seem to belong to the span.
    let second = (0x80 | (ending << 3) | (to - i)) << 24;
    for (let shift = 0; i < to; shift += 8) {
      if (shift < 32) first |= view.getUint8(i++) << shift;
      else second |= view.getUint8(i++) << (shift - 32);
    }
    const a = Math.imul(second, R);
    const b = Math.imul(first, S);
    this.high = Math.imul(((high << 5) | (high >>> 27)) ^ first ^ ((a << 15) | (a >>> 17)), P);
    this.low = Math.imul(((low << 13) | (low >>> 19)) ^ second ^ ((b << 15) | (b >>> 17)), Q);
  }
}
