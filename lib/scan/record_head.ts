import { digit, isLetter, isLineEnd, startsWithAt, twoDigits } from "./line_bytes.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

const LF = 10;
const SPACE = 32;
const OPEN = 91;
const CLOSE = 93;
const COLON = 58;
const COMMA = 44;
const DOT = 46;
const DASH = 45;
/** Limits of `parse/`: the head is tried at each `] ` of a thread name, so every part of it is bounded. */
const MAX_THREAD_BYTES = 256;
const MAX_TOKENS = 32;
const MAX_KEY_BYTES = 64;
const MAX_VALUE_BYTES = 1024;
const MAX_MARKER_BYTES = 512;
/** `2026-04-12T03:14:15.926+0000 [` */
const USUAL_START_BYTES = 30;
/** Where words start that cover all of it but seconds, milliseconds and what is between them. */
const WORDS = [0, 4, 8, 12, 23, 26] as const;
/** Level words by the lower five bits of their first letter. */
const LEVELS: (Uint8Array | undefined)[] = new Array(32).fill(undefined);
for (const level of ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]) {
  LEVELS[level.charCodeAt(0) & 31] = new TextEncoder().encode(level + " ");
}
const MARKER = new TextEncoder().encode("marker=");
const HEADER = new TextEncoder().encode("[Starting Logging - App Version: ");

/** Whether the line at `at` is the header a log file starts with (`log-formats.md` §2.2). */
export function isHeaderAt(buffer: Uint8Array, at: number, end: number): boolean {
  return buffer[at] === OPEN && startsWithAt(buffer, at, end, HEADER);
}

/**
 * Reads the fixed part of a record's first line from bytes, allocating nothing: `START` and `FULL` of
 * `log-formats.md` §3. The last result stands in the fields.
 */
export class RecordHead {
  /** Epoch milliseconds. */
  timeMs = 0;
  /** First byte after `[`, the thread's. */
  threadStart = 0;
  /** The `]` that ends the thread. */
  threadEnd = 0;
  /** Value of `gid:`; start equals end when there is none. */
  gidStart = 0;
  /** End of the value. */
  gidEnd = 0;
  /** First byte of the level. */
  levelStart = 0;
  /** The space after it. */
  levelEnd = 0;
  /** Logger. */
  loggerStart = 0;
  /** End of the logger. */
  loggerEnd = 0;
  /** First byte of the message. */
  messageStart = 0;
  /** What stands around the seconds of the last usual start. */
  readonly #words = new Int32Array(WORDS.length);
  #minuteMs = 0;
  #day = -1;
  #dayMs = 0;

  /** Whether a record starts at `at`; on success `timeMs` and `threadStart` are set. */
  readStart(text: ViewedBytes, at: number, end: number): boolean {
    return (end - at >= USUAL_START_BYTES && this.#readSameMinute(text, at)) ||
      this.#readAnyStart(text, at, end);
  }

  /** Reads the start when all but its seconds is that of the record before, as it is of most records. */
  #readSameMinute({ bytes: b, view }: ViewedBytes, at: number): boolean {
    const words = this.#words;
    if (
      view.getInt32(at + 12) !== words[3] || view.getInt32(at + 8) !== words[2] ||
      view.getInt32(at + 4) !== words[1] || view.getInt32(at) !== words[0] ||
      view.getInt32(at + 23) !== words[4] || view.getInt32(at + 26) !== words[5]
    ) return false;
    const seconds = twoDigits(b, at + 17);
    const millis = twoDigits(b, at + 20) * 10 + digit(b[at + 22]!);
    const separator = b[at + 19];
    if (b[at + 16] !== COLON || (separator !== DOT && separator !== COMMA)) return false;
    if (!(seconds >= 0 && seconds <= 59 && millis >= 0 && millis <= 999)) return false;
    this.timeMs = this.#minuteMs + seconds * 1000 + millis;
    this.threadStart = at + USUAL_START_BYTES;
    return true;
  }

  #readAnyStart({ bytes: b, view }: ViewedBytes, at: number, end: number): boolean {
    if (
      end - at < 26 || b[at + 4] !== DASH || b[at + 7] !== DASH || b[at + 10] !== 84 || b[at + 13] !== COLON
    ) return false;
    const separator = b[at + 19];
    if (b[at + 16] !== COLON || (separator !== DOT && separator !== COMMA)) return false;
    if (!this.#readClock(b, at)) return false;
    const afterZone = this.#readZone(b, at + 23, end);
    if (afterZone < 0 || b[afterZone] !== SPACE || b[afterZone + 1] !== OPEN || afterZone + 1 >= end) {
      return false;
    }
    this.threadStart = afterZone + 2;
    if (this.threadStart === at + USUAL_START_BYTES) this.#keepMinute(b, view, at);
    return true;
  }

  #keepMinute(b: Uint8Array, view: DataView, at: number): void {
    for (let i = 0; i < WORDS.length; i++) this.#words[i] = view.getInt32(at + WORDS[i]!);
    const millis = twoDigits(b, at + 20) * 10 + digit(b[at + 22]!);
    this.#minuteMs = this.timeMs - twoDigits(b, at + 17) * 1000 - millis;
  }

  #readClock(b: Uint8Array, at: number): boolean {
    const year = twoDigits(b, at) * 100 + twoDigits(b, at + 2);
    const month = twoDigits(b, at + 5);
    const date = twoDigits(b, at + 8);
    const hours = twoDigits(b, at + 11);
    const minutes = twoDigits(b, at + 14);
    const seconds = twoDigits(b, at + 17);
    const millis = twoDigits(b, at + 20) * 10 + digit(b[at + 22]!);
    // A byte that is no digit makes its number negative or huge, so range checks reject it.
    if (!(year >= 0 && month >= 1 && month <= 12 && date >= 1 && date <= 31 && hours >= 0 && hours <= 23)) {
      return false;
    }
    if (!(minutes >= 0 && minutes <= 59 && seconds >= 0 && seconds <= 59 && millis >= 0 && millis <= 999)) {
      return false;
    }
    const day = (year * 16 + month) * 32 + date;
    if (day !== this.#day) {
      const dayMs = dayStartMs(year, month, date);
      if (dayMs === undefined) return false;
      this.#day = day;
      this.#dayMs = dayMs;
    }
    this.timeMs = this.#dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
    return true;
  }

  #readZone(b: Uint8Array, at: number, end: number): number {
    const sign = b[at];
    if (sign === 90) return at + 1;
    if (sign !== 43 && sign !== DASH) return -1;
    const minutesAt = b[at + 3] === COLON ? at + 4 : at + 3;
    if (minutesAt + 2 > end) return -1;
    const hours = twoDigits(b, at + 1);
    const minutes = twoDigits(b, minutesAt);
    if (!(hours >= 0 && hours <= 18 && minutes >= 0 && minutes <= 59)) return -1;
    const offsetMs = (hours * 60 + minutes) * 60_000;
    this.timeMs += sign === DASH ? offsetMs : -offsetMs;
    return minutesAt + 2;
  }

  /**
   * Reads the rest of the head after {@linkcode readStart}; false when the line is not of the `FULL` form. The line ends
   * at its line feed, or at `lineEnd`.
   */
  readRest(b: Uint8Array, lineEnd: number): boolean {
    const limit = Math.min(lineEnd - 1, this.threadStart + MAX_THREAD_BYTES + 1);
    for (let i = this.threadStart; i < limit; i++) {
      // A thread name may hold "] ": the first one that the other fields follow ends it.
      if (b[i] === LF) return false;
      if (b[i] !== CLOSE || b[i + 1] !== SPACE) continue;
      if (this.#readContext(b, i + 2, lineEnd) && this.#readLogger(b, lineEnd)) {
        this.threadEnd = i;
        return true;
      }
    }
    return false;
  }

  #readContext(b: Uint8Array, from: number, end: number): boolean {
    this.gidStart = this.gidEnd = 0;
    let at = from;
    for (let tokens = 0; at < end && tokens <= MAX_TOKENS; tokens++) {
      const length = levelLength(b, at, end);
      if (length > 0) {
        this.levelStart = at;
        this.levelEnd = at + length;
        return true;
      }
      at = this.#readContextToken(b, at, end);
      if (at < 0) return false;
    }
    return false;
  }

  #readContextToken(b: Uint8Array, from: number, end: number): number {
    let colon = from;
    while (colon < end && isWord(b[colon]!)) colon++;
    if (colon >= end || b[colon] !== COLON || !isLetter(b[from]!) || colon - from > MAX_KEY_BYTES) return -1;
    const to = tokenEnd(b, colon + 1, end, MAX_VALUE_BYTES);
    if (to < 0) return -1;
    if (colon - from === 3 && b[from] === 103 && b[from + 1] === 105 && b[from + 2] === 100) {
      this.gidStart = colon + 1;
      this.gidEnd = to;
    }
    return to + 1;
  }

  #readLogger(b: Uint8Array, end: number): boolean {
    let at = this.levelEnd;
    while (at < end && b[at] === SPACE) at++;
    if (b[at] === MARKER[0] && startsWithAt(b, at, end, MARKER)) {
      const markerEnd = tokenEnd(b, at + MARKER.length, end, MAX_MARKER_BYTES);
      if (markerEnd > 0 && this.#readSource(b, markerEnd + 1, end)) return true;
    }
    return this.#readSource(b, at, end);
  }

  #readSource(b: Uint8Array, from: number, end: number): boolean {
    const limit = Math.min(end, from + MAX_VALUE_BYTES);
    let at = from;
    while (at < limit && b[at]! > SPACE) at++;
    if (at === from || b[at] !== SPACE || at + 1 >= end) return false;
    this.loggerStart = from;
    this.loggerEnd = at;
    return b[at + 1] === OPEN ? this.#readCaller(b, at + 2, end) : this.#readNoCaller(b, at + 1, end);
  }

  /** A changed `logback.xml` may leave the caller out: `logger - message`. */
  #readNoCaller(b: Uint8Array, at: number, end: number): boolean {
    if (b[at] !== DASH) return false;
    const isEmpty = at + 1 >= end || isLineEnd(b, at + 1, end);
    this.messageStart = isEmpty ? at + 1 : at + 2;
    return isEmpty || b[at + 1] === SPACE;
  }

  /** The caller is no part of a template: it moves between builds, and the logger tells enough. */
  #readCaller(b: Uint8Array, from: number, end: number): boolean {
    const limit = Math.min(end, from + MAX_VALUE_BYTES);
    let close = from;
    while (close < limit && b[close] !== CLOSE && b[close] !== LF) close++;
    if (close + 2 >= end || b[close] !== CLOSE || b[close + 1] !== SPACE || b[close + 2] !== DASH) {
      return false;
    }
    this.messageStart = close + 3 < end && b[close + 3] === SPACE ? close + 4 : close + 3;
    return true;
  }
}

/** Length of the level word at `at`, which a space follows; 0 when there is none. */
function levelLength(b: Uint8Array, at: number, end: number): number {
  const level = LEVELS[b[at]! & 31];
  return level !== undefined && startsWithAt(b, at, end, level) ? level.length - 1 : 0;
}

function isWord(byte: number): boolean {
  return isLetter(byte) || (byte >= 48 && byte <= 57) || byte === 95;
}

/** The space that ends a token of 1 to `maxBytes` bytes; -1 when there is no such token. */
function tokenEnd(b: Uint8Array, from: number, end: number, maxBytes: number): number {
  const limit = Math.min(end - 1, from + maxBytes);
  let at = from;
  while (at < limit && b[at]! > SPACE) at++;
  return at > from && at < end && b[at] === SPACE ? at : -1;
}

function dayStartMs(year: number, month: number, date: number): number | undefined {
  // Date.UTC reads the year 26 as 1926.
  const day = new Date(0);
  day.setUTCFullYear(year, month - 1, date);
  return day.getUTCDate() === date ? day.getTime() : undefined;
}
