/**
 * Hash of a request's route: method and path, with a segment that is a number, an object id, a UUID or a key counted
 * as one and the same. Finer than the route template, which is made once for each hash; never coarser.
 */
export class RouteHash {
  /** First lane. */
  high = 0;
  /** Second lane. */
  low = 0;

  /** Hashes `method` and `path`. */
  set(b: Uint8Array, method: readonly [number, number], path: readonly [number, number]): void {
    this.high = 7;
    this.low = 13;
    this.#add(b, method[0], method[1]);
    let from = path[0];
    for (let i = path[0]; i <= path[1]; i++) {
      if (i < path[1] && b[i] !== 47) continue;
      this.#addSegment(b, from, i);
      from = i + 1;
    }
  }

  #addSegment(b: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const first = b[from]!;
    // Most segments are words: neither a number nor as long as an id.
    if (length !== 24 && length !== 32 && length !== 36 && !(first >= 48 && first <= 57)) {
      return this.#add(b, from, to);
    }
    let hex = 0;
    let digits = 0;
    for (let i = from; i < to; i++) {
      const byte = b[i]!;
      if (byte >= 48 && byte <= 57) digits++;
      else if ((byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)) hex++;
    }
    // An id of digits alone is an id, not a number.
    if (length > 0 && length < 24 && digits === length) this.#mix(1, 1);
    else if ((length === 24 || length === 32) && digits + hex === length) this.#mix(2, length);
    else if (length === 36 && digits + hex === 32 && hasUuidDashes(b, from)) this.#mix(3, 3);
    else this.#add(b, from, to);
  }

  #add(b: Uint8Array, from: number, to: number): void {
    let hash = 0;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193);
    this.#mix(hash, hash);
  }

  #mix(first: number, second: number): void {
    const high = Math.imul(this.high ^ first, 0x85ebca6b);
    this.high = high ^ (high >>> 15);
    const low = Math.imul(this.low ^ second, 0xc2b2ae35);
    this.low = (low ^ (low >>> 13)) + 1 | 0;
  }
}

function hasUuidDashes(b: Uint8Array, from: number): boolean {
  return b[from + 8] === 45 && b[from + 13] === 45 && b[from + 18] === 45 && b[from + 23] === 45;
}
