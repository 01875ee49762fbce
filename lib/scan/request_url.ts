import { fourTimes, marksBelow, marksOf } from "./four_bytes.ts";
import { HashedBytes } from "./hashed_bytes.ts";
import { digit } from "./line_bytes.ts";

const FOUR_HASHES = fourTimes(35);
const FOUR_BACKSLASHES = fourTimes(92);
const HIGH_DIGITS = 0xf0f0f0f0 | 0;
const ZEROS = 0x30303030;
/** `&at=` and `?at=` */
const NEXT_CLOCK = 0x2661743d;
const FIRST_CLOCK = 0x3f61743d;
/** Digits of a time of these centuries in milliseconds. */
const CLOCK_BYTES = 13;

/** Stops of a URL that stands alone. */
export const WHOLE_URL_STOPS: Uint8Array = new Uint8Array(256);
/** Stops of a URL in an access line. An escape ends it too: lines with one are not read from bytes. */
export const LINE_URL_STOPS: Uint8Array = new Uint8Array(256);
for (const char of ' "\\\n') LINE_URL_STOPS[char.charCodeAt(0)] = 1;

/**
 * Hashes method and URL of a request: this is half of the bytes of an access log. Agents end their URLs with
 * their clock (`&at=1776000000000`), and all before it is the same again and again: it has a hash of its own.
 */
export class RequestUrl {
  /** End of the URL. */
  end = 0;
  /** Hash of method and URL as sent. */
  hash = 0;
  /** Hash of it without the clock at its end, first lane. */
  keyHigh = 0;
  /** Second lane. */
  keyLow = 0;
  /** The clock at its end, epoch milliseconds; NaN: none of 13 digits. */
  clockMs: number = NaN;
  /** Where that clock starts; the end when there is none. */
  clockStart = 0;
  readonly #text = new HashedBytes();
  readonly #stops: Uint8Array;

  /** Creates a reader of URLs that end at `stops`, which are below `#` or backslashes. */
  constructor(stops: Uint8Array) {
    this.#stops = stops;
  }

  /** Reads the method at `from` with the space and the URL after it; they end at a stop after `urlStart`, or at `limit`. */
  read(view: DataView, from: number, urlStart: number, limit: number): void {
    let i = urlStart;
    while (i + 3 < limit && !(mayHoldStop(view.getInt32(i)) && this.#stopIn(view, i, i + 4) < i + 4)) i += 4;
    this.end = this.#stopIn(view, i, Math.min(i + 4, limit));
    this.clockMs = clockBefore(view, this.end, urlStart);
    this.clockStart = Number.isNaN(this.clockMs) ? this.end : this.end - CLOCK_BYTES;
    const text = this.#text;
    text.set(view, from, this.clockStart);
    this.keyHigh = text.high;
    this.keyLow = text.low;
    if (this.clockStart < this.end) text.addSpan(view, this.clockStart, this.end, 0);
    this.hash = text.high;
  }

  #stopIn(view: DataView, from: number, to: number): number {
    let i = from;
    while (i < to && this.#stops[view.getUint8(i)] === 0) i++;
    return i;
  }
}

function mayHoldStop(bytes: number): boolean {
  return (marksBelow(bytes, FOUR_HASHES) | marksOf(bytes, FOUR_BACKSLASHES)) !== 0;
}

/** The clock of 13 digits that ends at `end`; NaN: there is none. */
function clockBefore(view: DataView, end: number, urlStart: number): number {
  const at = end - CLOCK_BYTES;
  if (at - 4 < urlStart) return NaN;
  const name = view.getInt32(at - 4);
  if (name !== NEXT_CLOCK && name !== FIRST_CLOCK) return NaN;
  const high = fourDigits(view.getInt32(at)) * 10_000 + fourDigits(view.getInt32(at + 4));
  const low = fourDigits(view.getInt32(at + 8)) * 10 + digit(view.getUint8(at + 12));
  return high < 0 || low < 0 ? NaN : high * 100_000 + low;
}

/** Value of four digits; so far below zero for anything else that no sum with it is a number. */
function fourDigits(word: number): number {
  const isNumber = (word & HIGH_DIGITS) === ZEROS && ((word + 0x06060606) & HIGH_DIGITS) === ZEROS;
  if (!isNumber) return -1e9;
  return ((word >>> 24) & 15) * 1000 + ((word >>> 16) & 15) * 100 + ((word >>> 8) & 15) * 10 + (word & 15);
}
