import { digit, isLetter, isLineEnd, twoDigits } from "./line_bytes.ts";

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const QUESTION = 63;
const DASH = 45;
const DOT = 46;
const OPEN = 91;
const COLUMN_LIMIT_BYTES = 8192;
const MAX_USER_BYTES = 200;
const MAX_METHOD_BYTES = 32;
const MAX_NUMBER_BYTES = 15;
/** First ten bytes of ` HTTP/1.1"`; 0: a digit. */
const PROTOCOL = new TextEncoder().encode(' HTTP/\0.\0"');
const MONTHS = new Map(
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map((name, month) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    month,
  ]),
);

/** Bytes that end a path, or the whole URL; one look-up a byte. */
const URL_STOPS: Uint8Array = new Uint8Array(256);
for (const byte of [SPACE, QUOTE, BACKSLASH, QUESTION, LF]) URL_STOPS[byte] = 1;

/**
 * Reads the usual form of an access line from bytes, allocating nothing: `client ident user [time] "request" status
 * size`. False for every line that is not plainly of that form: the expressions of `parse/` decide those.
 */
export class AccessHead {
  /** End of the client, which starts the line. */
  clientEnd = 0;
  /** Epoch milliseconds. */
  timeMs = 0;
  /** HTTP method. */
  methodStart = 0;
  /** End of the method. */
  methodEnd = 0;
  /** Path, without query. */
  pathStart = 0;
  /** End of the path. */
  pathEnd = 0;
  /** Hash of method and path, 53 bits: one and the same request again and again is looked up by it. */
  pathKey = 0;
  /** End of the path with its query. */
  urlEnd = 0;
  /** HTTP status. */
  status = 0;
  /** Bytes sent. */
  responseBytes = 0;
  /** First byte after the size. */
  tailStart = 0;
  #day = -1;
  #dayMs = 0;

  /** Reads a line, which ends at its line feed or at `end`; the result stands in the fields. */
  read(b: Uint8Array, at: number, end: number): boolean {
    const clientEnd = this.clientEnd = wordEnd(b, at, end);
    const identEnd = wordEnd(b, clientEnd + 1, end);
    if (clientEnd === at || b[clientEnd] !== SPACE || identEnd === clientEnd + 1 || b[identEnd] !== SPACE) {
      return false;
    }
    let i = identEnd + 1;
    const limit = Math.min(end, i + MAX_USER_BYTES);
    while (i < limit && b[i] !== OPEN && b[i] !== LF) i++;
    // "+0000] " is 28 bytes on; a shorter line cannot hold the rest.
    if (i >= limit || b[i] !== OPEN || i === identEnd + 1 || end - i < 34 || b[i - 1] !== SPACE) return false;
    return this.#readTime(b, i + 1) && this.#readRequest(b, i + 28, end);
  }

  #readTime(b: Uint8Array, at: number): boolean {
    if (b[at + 2] !== 47 || b[at + 6] !== 47 || b[at + 11] !== 58 || b[at + 14] !== 58 || b[at + 17] !== 58) {
      return false;
    }
    if (b[at + 20] !== SPACE || b[at + 26] !== 93 || (b[at + 21] !== 43 && b[at + 21] !== DASH)) return false;
    const month = (b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!;
    const date = twoDigits(b, at);
    const year = twoDigits(b, at + 7) * 100 + twoDigits(b, at + 9);
    const hours = twoDigits(b, at + 12);
    const minutes = twoDigits(b, at + 15);
    const seconds = twoDigits(b, at + 18);
    const zoneMinutes = twoDigits(b, at + 24);
    const zone = (twoDigits(b, at + 22) * 60 + zoneMinutes) * (b[at + 21] === DASH ? -1 : 1);
    // Date.UTC reads the years before 100 as of the 20th century.
    if (
      !(date >= 1 && date <= 31 && year >= 100 && hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)
    ) return false;
    if (!(seconds >= 0 && seconds <= 59 && zoneMinutes >= 0 && zoneMinutes <= 59 && Math.abs(zone) <= 1080)) {
      return false;
    }
    if (!this.#setDay(year, month, date)) return false;
    this.timeMs = this.#dayMs + ((hours * 60 + minutes - zone) * 60 + seconds) * 1000;
    return true;
  }

  #setDay(year: number, month: number, date: number): boolean {
    const day = month * 524_288 + year * 32 + date;
    if (day === this.#day) return true;
    const index = MONTHS.get(month);
    // The days of a month are the expressions' business.
    if (index === undefined || date > 28 && date > new Date(Date.UTC(year, index + 1, 0)).getUTCDate()) {
      return false;
    }
    this.#day = day;
    this.#dayMs = Date.UTC(year, index, date);
    return true;
  }

  #readRequest(b: Uint8Array, from: number, end: number): boolean {
    if (b[from] !== SPACE || b[from + 1] !== QUOTE) return false;
    let i = this.methodStart = from + 2;
    let first = 0;
    for (; i < end && isLetter(b[i]!); i++) first = Math.imul(first ^ b[i]!, 0x01000193);
    this.methodEnd = i;
    if (i === from + 2 || i > from + 2 + MAX_METHOD_BYTES || b[i] !== SPACE || b[i + 1] !== 47) return false;
    i = this.pathStart = i + 1;
    let second = first;
    for (; i < end && URL_STOPS[b[i]!] === 0; i++) {
      first = Math.imul(first ^ b[i]!, 0x01000193);
      second = ((second << 5) - second + b[i]!) | 0;
    }
    this.pathEnd = i;
    this.pathKey = (first >>> 0) * 0x200000 + (second & 0x1fffff);
    while (i < end && (URL_STOPS[b[i]!] === 0 || b[i] === QUESTION)) i++;
    this.urlEnd = i;
    return b[i] === SPACE && this.#readStatus(b, i, end);
  }

  /** ` HTTP/1.1" 200 1234` */
  #readStatus(b: Uint8Array, from: number, end: number): boolean {
    if (from + 15 > end || !isProtocolAt(b, from)) return false;
    const status = digit(b[from + 11]!) * 100 + twoDigits(b, from + 12);
    if (b[from + 10] !== SPACE || !(status >= 0) || b[from + 14] !== SPACE) return false;
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
  b: Uint8Array,
  { from, end, columns }: { from: number; end: number; columns: number },
  column: LastColumn,
): boolean {
  let at = from;
  let start = from;
  for (let index = 0; index < columns; index++) {
    while (at < end && b[at] === SPACE) at++;
    start = at;
    at = b[at] === QUOTE ? quotedEnd(b, at, end) : wordEnd(b, at, end);
    if (at === start || (at < end && b[at] !== SPACE && index < columns - 1)) return false;
  }
  if (at - from > COLUMN_LIMIT_BYTES || !(at === end || isLineEnd(b, at, end))) return false;
  column.value = plainNumber(b, start, at);
  column.end = at;
  return column.value !== -1;
}

function quotedEnd(b: Uint8Array, from: number, end: number): number {
  let i = from + 1;
  while (i < end && b[i] !== QUOTE && b[i] !== BACKSLASH && b[i] !== LF) i++;
  return i < end && b[i] === QUOTE ? i + 1 : from;
}

/** End of a run of printable ASCII without quotes and escapes. */
function wordEnd(b: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && b[i]! > SPACE && b[i]! < 127 && b[i] !== QUOTE && b[i] !== BACKSLASH) i++;
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

function isProtocolAt(b: Uint8Array, from: number): boolean {
  for (let i = 0; i < PROTOCOL.length; i++) {
    const expected = PROTOCOL[i];
    if (expected === 0 ? digit(b[from + i]!) < 0 : b[from + i] !== expected) return false;
  }
  return true;
}
