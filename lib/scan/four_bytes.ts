/**
 * Asks four bytes at once, where to ask each of them would take twice as long. The answers are marks: not 0 means yes.
 *
 * @module
 */

const EACH = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/** A byte below 128, four times, as the questions take it. */
export function fourTimes(byte: number): number {
  return EACH * byte;
}

/** Whether one of four bytes is below the byte that `limits` holds four times. */
export function marksBelow(bytes: number, limits: number): number {
  return (bytes - limits) & ~bytes & HIGH_BITS;
}

/** Whether one of four bytes is the byte that `pattern` holds four times. */
export function marksOf(bytes: number, pattern: number): number {
  const difference = bytes ^ pattern;
  return (difference - EACH) & ~difference & HIGH_BITS;
}
