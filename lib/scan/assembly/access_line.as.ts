/**
 * The parts of a plain access line, as `AccessHead` and `readLastColumn()` read them. What is not plainly of that form is left
 * to TypeScript, which reads the line again.
 *
 * @module
 */
import { CR, DASH, digitAt, isLineEnd, LF, SPACE, wide } from "./bytes.as";

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const DOT: u32 = 46;
const COLUMN_LIMIT_BYTES: u32 = 8192;
const MAX_NUMBER_BYTES: u32 = 15;
const CLOCK_BYTES: u32 = 13;
/** ` HTT`, `P/`, `&at=`, `?at=` */
const SPACE_HTT: u32 = 0x54544820;
const P_SLASH: u32 = 0x2f50;
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
  if (urlEnd - urlFrom < CLOCK_BYTES + 4) return urlEnd;
  const name = load<u32>(at - 4);
  if (name != NEXT_CLOCK && name != FIRST_CLOCK) return urlEnd;
  let value: u64 = 0;
  let isNumber = true;
  for (let i: u32 = 0; i < CLOCK_BYTES; i++) {
    const digit = digitAt(at + i);
    isNumber = isNumber && digit <= 9;
    value = value * 10 + <u64> digit;
  }
  if (!isNumber) return urlEnd;
  clockMs = <f64> value;
  return at;
}

/** Reads ` HTTP/1.1" 200 1234`. */
export function readStatus(from: u32, end: u32): bool {
  if (from + 16 > end || load<u32>(from) != SPACE_HTT || <u32> load<u16>(from, 4) != P_SLASH) return false;
  if (load<u8>(from, 7) != DOT || load<u8>(from, 9) != QUOTE || load<u8>(from, 10) != SPACE) return false;
  const hundreds = digitAt(from + 11);
  const tens = digitAt(from + 12);
  const ones = digitAt(from + 13);
  if (hundreds > 9 || tens > 9 || ones > 9 || digitAt(from + 6) > 9 || digitAt(from + 8) > 9) return false;
  if (load<u8>(from, 14) != SPACE) return false;
  status = hundreds * 100 + tens * 10 + ones;
  return readSize(from + 15, end);
}

function readSize(from: u32, end: u32): bool {
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
  if (to - from == 1 && load<u8>(from) == DASH) return true;
  if (to - from > MAX_NUMBER_BYTES) return false;
  let value: u64 = 0;
  for (let at = from; at < to; at++) {
    const digit = digitAt(at);
    if (digit > 9) return false;
    value = value * 10 + <u64> digit;
  }
  lastColumn = <f64> value;
  return true;
}

/** End of a line's content: without the white space before its line feed. */
export function trimmedEnd(from: u32, lineEnd: u32): u32 {
  let end = lineEnd;
  while (end > from && (load<u8>(end - 1) == SPACE || <u32> load<u8>(end - 1) - 9 <= CR - 9)) end--;
  return end;
}
