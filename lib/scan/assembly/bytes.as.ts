/**
 * Bytes and lines. Up to 64 bytes beyond an end may be loaded, whatever they are.
 *
 * @module
 */

export const LF: u32 = 10;
export const CR: u32 = 13;
export const SPACE: u32 = 32;
export const DASH: u32 = 45;
export const COLON: u32 = 58;
export const OPEN: u32 = 91;
export const CLOSE: u32 = 93;

/** Puts the marks of four times 16 bytes together. */
export function wide(a: u32, b: u32, c: u32, d: u32): u64 {
  return <u64> (a | (b << 16)) | (<u64> (c | (d << 16)) << 32);
}

/** Marks of 64 bytes that are a byte. */
// @inline
export function marksOf(at: u32, byte: v128): u64 {
  return wide(
    i8x16.bitmask(i8x16.eq(v128.load(at), byte)),
    i8x16.bitmask(i8x16.eq(v128.load(at, 16), byte)),
    i8x16.bitmask(i8x16.eq(v128.load(at, 32), byte)),
    i8x16.bitmask(i8x16.eq(v128.load(at, 48), byte)),
  );
}

/** Bytes to look for; in variables, since a constant is put together again wherever it is used. */
export let feeds: v128 = i8x16.splat(0);
export let closes: v128 = i8x16.splat(0);

/** Has to be called before anything else. */
export function startBytes(): void {
  feeds = i8x16.splat(<i8> LF);
  closes = i8x16.splat(<i8> CLOSE);
}

function marksUpTo(at: u32, byte: v128): u64 {
  return wide(
    i8x16.bitmask(i8x16.le_u(v128.load(at), byte)),
    i8x16.bitmask(i8x16.le_u(v128.load(at, 16), byte)),
    i8x16.bitmask(i8x16.le_u(v128.load(at, 32), byte)),
    i8x16.bitmask(i8x16.le_u(v128.load(at, 48), byte)),
  );
}

/** The line feed that ends the line, or the end. 64 bytes a step: most searches are over in one, which costs no wrong guess. */
export function lineFeedFrom(from: u32, end: u32): u32 {
  for (let at = from; at < end; at += 64) {
    const found = marksOf(at, feeds);
    if (found != 0) return min(at + <u32> ctz(found), end);
  }
  return end;
}

/** The first byte that is no more than a space, or the end. */
export function blankFrom(from: u32, end: u32): u32 {
  for (let at = from; at < end; at += 64) {
    const found = marksUpTo(at, i8x16.splat(<i8> SPACE));
    if (found != 0) return min(at + <u32> ctz(found), end);
  }
  return end;
}

/** The first `]` or line feed, or the end. */
export function closeFrom(from: u32, end: u32): u32 {
  for (let at = from; at < end; at += 64) {
    const found = marksOf(at, closes) | marksOf(at, feeds);
    if (found != 0) return min(at + <u32> ctz(found), end);
  }
  return end;
}

/** Whether the line that `to` bounds ends at `at`: with a line feed, or a carriage return before it. */
export function isLineEnd(at: u32, to: u32): bool {
  const byte: u32 = load<u8>(at);
  return byte == LF || (byte == CR && (at + 1 >= to || load<u8>(at, 1) == LF));
}

/** Without the carriage return before its line feed. */
export function contentEnd(from: u32, lineEnd: u32): u32 {
  return lineEnd > from && load<u8>(lineEnd - 1) == CR ? lineEnd - 1 : lineEnd;
}

/** Whether all bytes are control characters or spaces. */
export function isBlank(from: u32, to: u32): bool {
  for (let at = from; at < to; at++) if (load<u8>(at) > SPACE) return false;
  return true;
}

/** Whether two stretches hold the same bytes. */
export function isSame(a: u32, b: u32, length: u32): bool {
  return memory.compare(a, b, length) == 0;
}

/** Whether a byte is an ASCII letter. */
export function isLetter(byte: u32): bool {
  return (byte | 32) - 97 <= 25;
}

/** Value of an ASCII digit; above 9 for any other byte. */
export function digitAt(at: u32): u32 {
  return <u32> load<u8>(at) - 48;
}

/** Value of two digits; above 99 when one is none. */
export function twoDigitsAt(at: u32): u32 {
  const tens = digitAt(at);
  const ones = digitAt(at + 1);
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}
