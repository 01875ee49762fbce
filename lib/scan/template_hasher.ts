import { BYTE_CLASS, DELIMITER, DELIMITERS, TEXT, VARIABLE } from "./byte_classes.ts";
import { HashedText } from "./hashed_text.ts";
import { isLineEnd, startsWithAt } from "./line_bytes.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

/** A token with a digit that must not be masked when it follows `before`: `error` `18`. */
export interface KeptToken {
  /** The token right before it; empty: whatever is before it. */
  readonly before: string;
  /** The token. */
  readonly token: string;
}

/** A kept token in bytes. */
export interface KeptBytes {
  /** The token right before it; empty: whatever is before it. */
  readonly before: Uint8Array;
  /** The token, without a colon or a full stop at its end. */
  readonly token: Uint8Array;
}

const CR = 13;
/** What a mask looks like: alone, it is one. */
const SIGN = 35;
/** No line is longer that is added. */
const MAX_LINE_BYTES = 65_536;
const LINE_END = 0;
const MASKED = 1;
const NAME_END = 2;
const CAUSED_BY = new TextEncoder().encode("Caused by: ");

/** Kept tokens in bytes; one that has a delimiter is no token of a text. */
export function keptBytes(kept: readonly KeptToken[]): KeptBytes[] {
  const encoder = new TextEncoder();
  return kept.map(({ before, token }) => ({ before, token: token.replace(/[:.]$/, "") }))
    .filter(({ before, token }) =>
      token !== "" && ![...DELIMITERS].some((one) => (before + token).includes(one))
    )
    .map(({ before, token }) => ({ before: encoder.encode(before), token: encoder.encode(token) }));
}

/**
 * Hashes a record with its variable parts masked, so that equal hashes mean one template. The rule is that of
 * {@linkcode maskText}; `assembly/template_hash.as.ts` is the same in WebAssembly.
 */
export class TemplateHasher extends HashedText {
  readonly #kept: readonly KeptBytes[];
  /** By first byte: whether a kept token begins so. Nearly all tokens end here. */
  readonly #startsKept = new Uint8Array(256);

  readonly #letters = new Uint8Array(MAX_LINE_BYTES);
  readonly #lettersView = new DataView(this.#letters.buffer);

  /** Creates a hasher that does not mask the given tokens. */
  constructor(kept: readonly KeptToken[] = []) {
    super();
    this.#kept = keptBytes(kept);
    for (const { token } of this.#kept) this.#startsKept[token[0]!] = 1;
  }

  /**
   * Adds the text of a line up to its end, at most up to `to`; tokens with a digit or `@` count as one and the same.
   * Returns where it ended: a search for the end of the line beforehand would see every byte once more.
   */
  addMasked({ bytes: b, view }: ViewedBytes, from: number, to: number): number {
    const classes = BYTE_CLASS;
    let span = from;
    let start = from;
    let isVariable = false;
    let i = from;
    // This loop sees every byte: what it needs stays in registers, the rest is a call for some tokens.
    for (; i < to; i++) {
      const byte = b[i]!;
      const cls = classes[byte]!;
      if (cls === TEXT) continue;
      if (cls === VARIABLE) {
        isVariable = true;
        continue;
      }
      if (byte <= CR && isLineEnd(b, i, to)) break;
      if (isVariable || (i === start + 1 && b[start] === SIGN)) {
        span = this.#addVariable({ bytes: b, view }, span, start, i, from);
        isVariable = false;
      }
      start = i + 1;
    }
    if (isVariable || (i === start + 1 && b[start] === SIGN)) {
      span = this.#addVariable({ bytes: b, view }, span, start, i, from);
    }
    this.addText(view, span, i, LINE_END);
    return i;
  }

  /** Adds what is before a variable token, and a mask for it; returns where the next span starts. */
  #addVariable({ bytes, view }: ViewedBytes, span: number, start: number, end: number, from: number): number {
    if (this.#startsKept[bytes[start]!] === 1 && this.#isKept(bytes, start, end, from)) return span;
    this.addText(view, span, start, MASKED);
    return end;
  }

  #isKept(b: Uint8Array, start: number, to: number, from: number): boolean {
    // "error 18" and "error 18:" both name 18.
    const end = b[to - 1] === 58 || b[to - 1] === 46 ? to - 1 : to;
    return this.#kept.some(({ before, token }) =>
      token.length === end - start && startsWithAt(b, start, end, token) &&
      (before.length === 0 || isTokenBefore(b, start - 1, from, before))
    );
  }

  /** Adds a line after the first: frames without their place, class names with only their numbers masked. */
  addContinuation(text: ViewedBytes, from: number, to: number): void {
    const b = text.bytes;
    let at = from;
    while (at < to && (b[at] === 32 || b[at] === 9)) at++;
    if (at > from && b[at] === 97 && b[at + 1] === 116 && b[at + 2] === 32) {
      this.#addWithoutDigits(b, at + 3, to, 40);
      return;
    }
    if (startsWithAt(b, at, to, CAUSED_BY)) at += CAUSED_BY.length;
    const classEnd = this.#addWithoutDigits(b, at, to, 58);
    this.addMasked(text, classEnd, to);
  }

  /** Adds up to `stop` or a space, leaving digits out: `Mongo$3.execute` and `Mongo$4.execute` are one. */
  #addWithoutDigits(b: Uint8Array, from: number, to: number, stop: number): number {
    const letters = this.#letters;
    let count = 0;
    let i = from;
    for (; i < to; i++) {
      const byte = b[i]!;
      if (byte === stop || byte === 32) break;
      if (byte < 48 || byte > 57) letters[count++] = byte;
    }
    this.addText(this.#lettersView, 0, count, NAME_END);
    return i;
  }
}

/** Whether the token that ends at `end` is `token`; no token starts before `from`. */
function isTokenBefore(b: Uint8Array, end: number, from: number, token: Uint8Array): boolean {
  const start = end - token.length;
  return start >= from && startsWithAt(b, start, end, token) &&
    (start === from || BYTE_CLASS[b[start - 1]!] === DELIMITER);
}
