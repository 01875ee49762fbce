import { ClfTime } from "./clf_time.ts";
import { fourTimes, marksOf } from "./four_bytes.ts";
import { LINE_URL_STOPS, RequestUrl } from "./request_url.ts";
import { digit, isLetter, isLineEnd, twoDigits } from "./line_bytes.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const OPEN = 91;
const COLUMN_LIMIT_BYTES = 8192;
const MAX_USER_BYTES = 200;
const MAX_METHOD_BYTES = 32;
const MAX_NUMBER_BYTES = 15;
/** ` HTT`, and `P/` after it. */
const SPACE_HTT = 0x20485454;
const P_SLASH = 0x502f;
const FOUR_QUOTES = fourTimes(QUOTE);
const FOUR_BACKSLASHES = fourTimes(BACKSLASH);
const FOUR_LINE_FEEDS = fourTimes(LF);
/** 1: a byte that ends a quoted column or makes it one with escapes. */
const QUOTED_STOPS = new Uint8Array(256);
for (const byte of [QUOTE, BACKSLASH, LF]) QUOTED_STOPS[byte] = 1;
/** 1: printable ASCII other than quote and backslash. */
const WORD_BYTES = new Uint8Array(256).fill(1, SPACE + 1, 127);
for (const byte of [QUOTE, BACKSLASH]) WORD_BYTES[byte] = 0;

/**
 * Reads the usual form of an access line from bytes, allocating nothing: `client ident user [time] "request" status
 * size`. False for every line that is not plainly of that form: the expressions of `parse/` decide those.
 */
export class AccessHead {
  /** End of the client, which starts the line. */
  clientEnd = 0;
  /** User. */
  userStart = 0;
  /** End of the user; the start when there is none. */
  userEnd = 0;
  /** Epoch milliseconds. */
  timeMs = 0;
  /** HTTP method, which a space and the URL follow. */
  methodStart = 0;
  /** URL. */
  urlStart = 0;
  /** Its end and its hashes. */
  readonly url: RequestUrl = new RequestUrl(LINE_URL_STOPS);
  /** HTTP status. */
  status = 0;
  /** Bytes sent. */
  responseBytes = 0;
  /** First byte after the size. */
  tailStart = 0;
  readonly #time = new ClfTime();

  /** Reads a line, which ends at its line feed or at `end`; the result stands in the fields. */
  read(text: ViewedBytes, at: number, end: number): boolean {
    const b = text.bytes;
    const clientEnd = this.clientEnd = wordEnd(b, at, end);
    const isUsual = b[clientEnd + 1] === DASH && b[clientEnd + 2] === SPACE;
    const identEnd = isUsual ? clientEnd + 2 : wordEnd(b, clientEnd + 1, end);
    if (clientEnd === at || b[clientEnd] !== SPACE || identEnd === clientEnd + 1 || b[identEnd] !== SPACE) {
      return false;
    }
    const open = this.#readUser(b, identEnd + 1, end);
    // "+0000] " is 28 bytes on; a shorter line cannot hold the rest.
    if (open < 0 || end - open < 34 || !this.#time.read(text, open + 1)) return false;
    this.timeMs = this.#time.timeMs;
    if (!this.#readMethod(b, open + 28, end)) return false;
    this.url.read(text.view, this.methodStart, this.urlStart, end);
    return this.#readStatus(text, this.url.end, end);
  }

  /** Returns where the `[` after the user is; -1: this is no plain user. */
  #readUser(b: Uint8Array, from: number, end: number): number {
    this.userStart = this.userEnd = from;
    if (b[from] === DASH && b[from + 1] === SPACE && b[from + 2] === OPEN) return from + 2;
    const limit = Math.min(end, from + MAX_USER_BYTES);
    let i = from;
    while (i < limit && b[i] !== OPEN && b[i] !== LF && b[i] !== BACKSLASH) i++;
    if (i >= limit || b[i] !== OPEN || i < from + 2 || b[i - 1] !== SPACE) return -1;
    this.userEnd = i - 1;
    return i;
  }

  #readMethod(b: Uint8Array, from: number, end: number): boolean {
    if (b[from] !== SPACE || b[from + 1] !== QUOTE) return false;
    let i = this.methodStart = from + 2;
    while (i < end && isLetter(b[i]!)) i++;
    this.urlStart = i + 1;
    return i > from + 2 && i <= from + 2 + MAX_METHOD_BYTES && b[i] === SPACE && b[i + 1] === SLASH;
  }

  /** ` HTTP/1.1" 200 1234` */
  #readStatus({ bytes: b, view }: ViewedBytes, from: number, end: number): boolean {
    if (from + 15 > end || view.getInt32(from) !== SPACE_HTT || view.getInt16(from + 4) !== P_SLASH) {
      return false;
    }
    const version = digit(b[from + 6]!) + digit(b[from + 8]!);
    const status = digit(b[from + 11]!) * 100 + twoDigits(b, from + 12);
    if (!(version >= 0 && status >= 0) || b[from + 7] !== DOT || b[from + 9] !== QUOTE) return false;
    if (b[from + 10] !== SPACE || b[from + 14] !== SPACE) return false;
    this.status = status;
    let i = from + 15;
    let size = 0;
    if (b[i] === DASH) i++;
    else while (i < end && digit(b[i]!) >= 0) size = size * 10 + b[i++]! - 48;
    this.responseBytes = size;
    this.tailStart = i;
    return i > from + 15 && i <= from + 15 + MAX_NUMBER_BYTES &&
      (b[i] === SPACE || i === end || isLineEnd(b, i, end));
  }
}

/** A number, and where its line ends. */
export interface LastColumn {
  /** NaN when it is `-`. */
  value: number;
  /** End of the line, before a carriage return. */
  end: number;
}

/**
 * Reads the number in the last of exactly `columns` columns into `column`; false for every tail that is not plainly of
 * that form. The line ends at its line feed or at `end`.
 */
export function readLastColumn(
  { bytes: b, view }: ViewedBytes,
  { from, end, columns }: { from: number; end: number; columns: number },
  column: LastColumn,
): boolean {
  let at = from;
  let start = from;
  for (let index = 0; index < columns; index++) {
    while (at < end && b[at] === SPACE) at++;
    start = at;
    at = b[at] === QUOTE ? quotedEnd(view, at, end) : wordEnd(b, at, end);
    if (at === start || (at < end && b[at] !== SPACE && index < columns - 1)) return false;
  }
  if (at - from > COLUMN_LIMIT_BYTES || !(at === end || isLineEnd(b, at, end))) return false;
  column.value = plainNumber(b, start, at);
  column.end = at;
  return column.value !== -1;
}

/** End of a quoted column; its start when it has no end, or an escape. */
function quotedEnd(view: DataView, from: number, end: number): number {
  let i = from + 1;
  // Four bytes a step: this is half of what follows the size.
  while (i + 3 < end && !mayEndQuoted(view.getInt32(i))) i += 4;
  while (i < end && QUOTED_STOPS[view.getUint8(i)] === 0) i++;
  return i < end && view.getUint8(i) === QUOTE ? i + 1 : from;
}

function mayEndQuoted(bytes: number): boolean {
  return (marksOf(bytes, FOUR_QUOTES) | marksOf(bytes, FOUR_BACKSLASHES) |
    marksOf(bytes, FOUR_LINE_FEEDS)) !== 0;
}

/** End of a run of printable ASCII without quotes and escapes. */
function wordEnd(b: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && WORD_BYTES[b[i]!] === 1) i++;
  return i;
}

function plainNumber(b: Uint8Array, from: number, end: number): number {
  if (end - from === 1 && b[from] === DASH) return NaN;
  if (end - from > MAX_NUMBER_BYTES) return -1;
  let value = 0;
  let scale = 0;
  for (let i = from; i < end; i++) {
    if (b[i] === DOT && scale === 0 && i > from && i < end - 1) scale = 1;
    else if (digit(b[i]!) < 0) return -1;
    else {
      value = value * 10 + b[i]! - 48;
      scale *= 10;
    }
  }
  return value / (scale || 1);
}
