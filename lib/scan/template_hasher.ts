import { BYTE_CLASS, TEXT, VARIABLE } from "./byte_classes.ts";
import { isLineEnd, startsWithAt } from "./line_bytes.ts";

/** A token with a digit that must not be masked when it follows `before`: `error` `18`. */
export interface KeptToken {
  /** The token right before it; empty: whatever is before it. */
  readonly before: string;
  /** The token. */
  readonly token: string;
}

const AFTER_SOME = 1;
const ANYWHERE = 2;
const CR = 13;
const MASK = 35;
const P = 0x01000193;
const Q = 0x85ebca6b | 0;
const R = 0xc2b2ae35 | 0;
const CAUSED_BY = new TextEncoder().encode("Caused by: ");

/**
 * Hashes a record with its variable parts masked, so that equal hashes mean one template. Two lanes of 32 bits: one
 * alone collides within some ten thousand templates. The rule is that of {@linkcode maskText}.
 */
export class TemplateHasher {
  /** Hash, first lane. */
  high = 0;
  /** Hash, second lane. */
  low = 0;
  readonly #kept: { before: number | null; token: Uint8Array }[];
  /** By the low byte of a token's hash: whether a kept token may follow it. */
  readonly #mayPrecedeKept = new Uint8Array(256);
  /** By first byte: whether a kept token begins so, and where it may stand. Nearly all tokens end here. */
  readonly #startsKept = new Uint8Array(256);
  /** Whether a kept token may follow a variable one, as in an address with a port. */
  readonly #keepsAfterVariable: boolean;

  /** Creates a hasher that does not mask the given tokens. */
  constructor(kept: readonly KeptToken[] = []) {
    const encoder = new TextEncoder();
    this.#kept = kept.map(({ before, token }) => ({
      before: before === "" ? null : textHash(encoder.encode(before)),
      token: encoder.encode(token.replace(/[:.]$/, "")),
    }));
    this.#keepsAfterVariable = kept.some(({ before }) => /[0-9@]/.test(before));
    for (const { before, token } of this.#kept) {
      const first = token[0] ?? 0;
      if (before === null) this.#startsKept[first] = ANYWHERE;
      else {
        this.#mayPrecedeKept[before & 255] = 1;
        this.#startsKept[first] = Math.max(this.#startsKept[first]!, AFTER_SOME);
      }
    }
  }

  /** Forgets everything. */
  reset(seed: number): void {
    this.high = Math.imul(seed ^ P, Q);
    this.low = Math.imul(seed ^ Q, R);
  }

  /** Adds bytes as they are. */
  addBytes(b: Uint8Array, from: number, to: number): void {
    let first = 0;
    let second = 0;
    for (let i = from; i < to; i++) {
      const byte = b[i]!;
      first = Math.imul(first ^ byte, P);
      second = (Math.imul(second, 31) + byte) | 0;
    }
    this.#mix(first, second, 1);
  }

  /** Adds what was hashed elsewhere. */
  addHash(hash: number): void {
    this.#mix(hash, hash, 1);
  }

  /**
   * Adds the text of a line up to its end, at most up to `to`; tokens with a digit or `@` count as one and the same.
   * Returns where it ended: a search for the end of the line beforehand would see every byte once more.
   */
  addMasked(b: Uint8Array, from: number, to: number): number {
    const classes = BYTE_CLASS;
    const keepsAfterVariable = this.#keepsAfterVariable;
    let { high, low } = this;
    let first = 0;
    let second = 0;
    let isVariable = false;
    let start = from;
    let previous = 0;
    // This loop sees every byte: what it needs stays in registers, the rest is a call for some tokens.
    let i = from;
    for (; i < to; i++) {
      const byte = b[i]!;
      const cls = classes[byte]!;
      if (cls === TEXT) {
        first = ((first << 7) | (first >>> 25)) ^ byte;
        second = ((second << 5) - second + byte) | 0;
      } else if (cls === VARIABLE) isVariable = true;
      else {
        if (byte <= CR && isLineEnd(b, i, to)) break;
        if (isVariable) first = second = this.#variableToken(b, start, i, previous);
        high = Math.imul(high ^ first, Q);
        high = Math.imul(high ^ (high >>> 15) ^ byte, P);
        low = Math.imul(low ^ second, R);
        low = (Math.imul(low ^ (low >>> 13), 31) + byte) | 0;
        previous = isVariable && keepsAfterVariable ? textHash(b.subarray(start, i)) : first;
        first = second = 0;
        isVariable = false;
        start = i + 1;
      }
    }
    if (isVariable) first = second = this.#variableToken(b, start, i, previous);
    this.high = high;
    this.low = low;
    this.#mix(first, second, 0);
    return i;
  }

  #variableToken(b: Uint8Array, from: number, to: number, previous: number): number {
    const where = this.#startsKept[b[from]!]!;
    if (where === 0 || (where === AFTER_SOME && this.#mayPrecedeKept[previous & 255] === 0)) return MASK;
    return this.#isKept(b, from, to, previous) ? keptHash(b, from, to) : MASK;
  }

  /** Adds a line after the first: frames without their place, class names with only their numbers masked. */
  addContinuation(b: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to && (b[at] === 32 || b[at] === 9)) at++;
    if (at > from && b[at] === 97 && b[at + 1] === 116 && b[at + 2] === 32) return this.#addFrame(b, at, to);
    if (startsWithAt(b, at, to, CAUSED_BY)) at += CAUSED_BY.length;
    const classEnd = this.#addWithoutDigits(b, at, to, 58);
    this.addMasked(b, classEnd, to);
  }

  #addFrame(b: Uint8Array, from: number, to: number): void {
    this.#addWithoutDigits(b, from + 3, to, 40);
  }

  /** Adds up to `stop` or a space, leaving digits out: `Mongo$3.execute` and `Mongo$4.execute` are one. */
  #addWithoutDigits(b: Uint8Array, from: number, to: number, stop: number): number {
    let hash = 0;
    let i = from;
    for (; i < to; i++) {
      const byte = b[i]!;
      if (byte === stop || byte === 32) break;
      if (byte < 48 || byte > 57) hash = Math.imul(hash ^ byte, P);
    }
    this.#mix(hash, hash, 2);
    return i;
  }

  #isKept(b: Uint8Array, from: number, to: number, previous: number): boolean {
    // "error 18" and "error 18:" both name 18.
    const end = b[to - 1] === 58 || b[to - 1] === 46 ? to - 1 : to;
    return this.#kept.some(({ before, token }) =>
      (before === null || before === previous) && token.length === end - from &&
      startsWithAt(b, from, end, token)
    );
  }

  #mix(first: number, second: number, separator: number): void {
    const high = Math.imul(this.high ^ first, Q);
    this.high = Math.imul(high ^ (high >>> 15) ^ separator, P);
    const low = Math.imul(this.low ^ second, R);
    this.low = (Math.imul(low ^ (low >>> 13), 31) + separator) | 0;
  }
}

function keptHash(b: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + b[i]!) | 0;
  return hash;
}

function textHash(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = ((hash << 7) | (hash >>> 25)) ^ byte;
  return hash;
}
