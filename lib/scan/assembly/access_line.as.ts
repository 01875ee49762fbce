/**
 * The parts of a plain access line, as `AccessHead` and `readLastColumn()` read them. What is not plainly of that form is left
 * to TypeScript, which reads the line again.
 *
 * @module
 */
import { CR, DASH, digitAt, isLineEnd, LF, OPEN, SPACE, wide } from "./bytes.as";
import { digitCount, numberOf } from "./digits.as";

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const COLUMN_LIMIT_BYTES: u32 = 8192;
const MAX_NUMBER_BYTES: u32 = 15;
const CLOCK_BYTES: u32 = 13;
/** `&at=`, `?at=` */
const NEXT_CLOCK: u32 = 0x3d746126;
const FIRST_CLOCK: u32 = 0x3d74613f;

/** HTTP status of the last line read. */
export let status: u32 = 0;
/** Bytes sent. */
export let size: u64 = 0;
/** First byte after the size. */
export let tailFrom: u32 = 0;
/** Last column; NaN: `-`. */
export let lastColumn: f64 = NaN;
/** Its lower half as a whole number; all ones: `-`. */
export let lastWhole: u32 = 0;
/** Its first byte. */
export let lastFrom: u32 = 0;
/** The agent's clock; NaN: none. */
export let clockMs: f64 = NaN;

/** Marks of bytes that are no printable ASCII, and of quotes and backslashes. */
function stops(bytes: v128): u32 {
  const quotes = v128.or(
    i8x16.eq(bytes, i8x16.splat(<i8> QUOTE)),
    i8x16.eq(bytes, i8x16.splat(<i8> BACKSLASH)),
  );
  // Signed: bytes from 128 are below zero.
  const odd = v128.or(i8x16.le_s(bytes, i8x16.splat(<i8> SPACE)), i8x16.eq(bytes, i8x16.splat(127)));
  return i8x16.bitmask(v128.or(quotes, odd));
}

/** End of a word. */
export function wordEnd(from: u32, end: u32): u32 {
  for (let at = from; at < end; at += 16) {
    const found = stops(v128.load(at));
    if (found != 0) return min(at + <u32> ctz(found), end);
  }
  return end;
}

/** The first `[`, line feed or backslash, or the limit. */
export function userStopFrom(from: u32, limit: u32): u32 {
  for (let at = from; at < limit; at += 16) {
    const bytes = v128.load(at);
    const ends = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8> LF)),
      i8x16.eq(bytes, i8x16.splat(<i8> BACKSLASH)),
    );
    const found = i8x16.bitmask(v128.or(ends, i8x16.eq(bytes, i8x16.splat(<i8> OPEN))));
    if (found != 0) return min(at + <u32> ctz(found), limit);
  }
  return limit;
}

/** Marks of bytes that may end a URL. */
function urlStops(bytes: v128): u32 {
  const quotes = v128.or(
    i8x16.eq(bytes, i8x16.splat(<i8> QUOTE)),
    i8x16.eq(bytes, i8x16.splat(<i8> BACKSLASH)),
  );
  return i8x16.bitmask(v128.or(quotes, i8x16.le_u(bytes, i8x16.splat(<i8> SPACE))));
}

/** End of a URL. */
export function urlEndFrom(from: u32, end: u32): u32 {
  for (let at = from; at < end; at += 64) {
    const found = wide(
      urlStops(v128.load(at)),
      urlStops(v128.load(at, 16)),
      urlStops(v128.load(at, 32)),
      urlStops(v128.load(at, 48)),
    );
    if (found != 0) return min(at + <u32> ctz(found), end);
  }
  return end;
}

/** End of the letters at `from`, of which there may be 16. */
export function lettersEnd(from: u32): u32 {
  const lower = v128.or(v128.load(from), i8x16.splat(32));
  const letters = i8x16.bitmask(i8x16.le_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(25)));
  return from + <u32> ctz(~letters);
}

/** Where the clock starts that ends a URL; its end when there is none. */
export function clockFrom(urlFrom: u32, urlEnd: u32): u32 {
  clockMs = NaN;
  const at = urlEnd - CLOCK_BYTES;
  return urlEnd - urlFrom >= CLOCK_BYTES + 4 && readClock(at) ? at : urlEnd;
}

/** Reads a clock of 13 digits that follows its name; false when it is none. */
export function readClock(at: u32): bool {
  const name = load<u32>(at - 4);
  if (name != NEXT_CLOCK && name != FIRST_CLOCK) return false;
  const first = load<u64>(at);
  const last = load<u64>(at, 5);
  if (digitCount(first) != 8 || digitCount(last) != 8) return false;
  clockMs = <f64> (<u64> numberOf(first, 5) * 100_000_000 + <u64> numberOf(last, 8));
  return true;
}

/** Reads what follows a URL of which all but a clock is known; returns its end, 0: it goes on otherwise. */
export function knownUrlEnd(at: u32): u32 {
  clockMs = NaN;
  if (load<u8>(at) == SPACE) return at;
  return readClock(at) ? at + CLOCK_BYTES : 0;
}

/** Reads ` HTTP/1.1" 200 1234`. */
export function readStatus(from: u32, end: u32): bool {
  if (from + 16 > end) return false;
  const form = i8x16(32, 72, 84, 84, 80, 47, 48, 46, 48, 34, 32, 48, 48, 48, 32, 0);
  const room = i8x16(0, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 9, 9, 9, 0, -1);
  const values = i8x16.sub(v128.load(from), form);
  if (!i8x16.all_true(i8x16.le_u(values, room))) return false;
  status = <u32> i8x16.extract_lane_u(values, 11) * 100 + <u32> i8x16.extract_lane_u(values, 12) * 10 +
    <u32> i8x16.extract_lane_u(values, 13);
  return readSize(from + 15, end);
}

/** Likewise, with a size of a few digits; what is behind it was not looked at, nor whether it is of this line. */
// @inline
export function readPlainStatus(from: u32): bool {
  const form = i8x16(32, 72, 84, 84, 80, 47, 48, 46, 48, 34, 32, 48, 48, 48, 32, 0);
  const room = i8x16(0, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 9, 9, 9, 0, -1);
  const values = i8x16.sub(v128.load(from), form);
  if (!i8x16.all_true(i8x16.le_u(values, room))) return false;
  status = <u32> i8x16.extract_lane_u(values, 11) * 100 + <u32> i8x16.extract_lane_u(values, 12) * 10 +
    <u32> i8x16.extract_lane_u(values, 13);
  const bytes = load<u64>(from, 15);
  const count = digitCount(bytes);
  if (count - 1 > 6) return false;
  tailFrom = from + 15 + count;
  size = <u64> numberOf(bytes, count);
  return true;
}

function readSize(from: u32, end: u32): bool {
  const count = from + 8 <= end ? digitCount(load<u64>(from)) : 8;
  if (count - 1 > 6) return readOddSize(from, end);
  tailFrom = from + count;
  size = <u64> numberOf(load<u64>(from), count);
  return load<u8>(tailFrom) == SPACE || isLineEnd(tailFrom, end);
}

/** A size that is none, of many digits, or at an end. */
function readOddSize(from: u32, end: u32): bool {
  let at = from;
  size = 0;
  if (load<u8>(at) == DASH) at++;
  else {
    for (let digit = digitAt(at); digit <= 9 && at < end; digit = digitAt(at)) {
      size = size * 10 + <u64> digit;
      at++;
    }
  }
  tailFrom = at;
  return at > from && at <= from + MAX_NUMBER_BYTES &&
    (at == end || load<u8>(at) == SPACE || isLineEnd(at, end));
}

/** Reads a last column of a few digits, which a line feed follows; returns its end, 0: it has another form. */
// @inline
export function readPlainColumn(from: u32): u32 {
  const bytes = load<u64>(from);
  const count = digitCount(bytes);
  if (count - 1 > 6 || load<u8>(from + count) != LF) return 0;
  lastWhole = numberOf(bytes, count);
  lastColumn = <f64> lastWhole;
  return from + count;
}

/** Reads the whole number in the last of exactly so many columns; returns where the line ends, 0: it has another form. */
export function readLastColumn(from: u32, end: u32, columns: u32): u32 {
  let at = from;
  let start = from;
  for (let index: u32 = 0; index < columns; index++) {
    while (at < end && load<u8>(at) == SPACE) at++;
    start = at;
    at = at < end && load<u8>(at) == QUOTE ? quotedEnd(at, end) : wordEnd(at, end);
    if (at == start || (at < end && load<u8>(at) != SPACE && index + 1 < columns)) return 0;
  }
  if (at - from > COLUMN_LIMIT_BYTES || !(at == end || isLineEnd(at, end))) return 0;
  lastFrom = start;
  return readNumber(start, at) ? at : 0;
}

/** End of a quoted column; its start when it has no end, or an escape. */
function quotedEnd(from: u32, end: u32): u32 {
  for (let at = from + 1; at < end; at += 16) {
    const bytes = v128.load(at);
    const quotes = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8> QUOTE)),
      i8x16.eq(bytes, i8x16.splat(<i8> BACKSLASH)),
    );
    const found = i8x16.bitmask(v128.or(quotes, i8x16.eq(bytes, i8x16.splat(<i8> LF))));
    if (found == 0) continue;
    const stop = at + <u32> ctz(found);
    return stop < end && load<u8>(stop) == QUOTE ? stop + 1 : from;
  }
  return from;
}

function readNumber(from: u32, to: u32): bool {
  lastColumn = NaN;
  lastWhole = u32.MAX_VALUE;
  if (to - from == 1 && load<u8>(from) == DASH) return true;
  if (to - from > MAX_NUMBER_BYTES) return false;
  let value: u64 = 0;
  for (let at = from; at < to; at++) {
    const digit = digitAt(at);
    if (digit > 9) return false;
    value = value * 10 + <u64> digit;
  }
  lastColumn = <f64> value;
  lastWhole = <u32> value;
  return true;
}

/** End of a line's content: without the white space before its line feed. */
export function trimmedEnd(from: u32, lineEnd: u32): u32 {
  let end = lineEnd;
  while (end > from && (load<u8>(end - 1) == SPACE || <u32> load<u8>(end - 1) - 9 <= CR - 9)) end--;
  return end;
}
