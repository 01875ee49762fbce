const P = 0x9e3779b1 | 0;
const Q = 0x85ebca6b | 0;

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
    let high = P;
    let low = Q;
    let i = start;
    for (; i + 3 < end; i += 4) {
      const word = view.getInt32(i);
      high = Math.imul(((high << 5) | (high >>> 27)) ^ word, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ word, Q);
    }
    for (; i < end; i++) {
      const byte = view.getUint8(i);
      high = Math.imul(((high << 5) | (high >>> 27)) ^ byte, P);
      low = Math.imul(((low << 13) | (low >>> 19)) ^ byte, Q);
    }
    this.start = start;
    this.end = end;
    this.high = high;
    this.low = low;
  }
}
