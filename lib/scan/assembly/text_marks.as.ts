/**
 * Marks of 64 bytes of a text at a time: where tokens end, and what makes them variable. Looking at all bytes at once costs no
 * wrong guess.
 *
 * @module
 */
import { wide } from "./bytes.as";

/** Groups of bytes that are alone in theirs. */
const AT: i8 = 1;
const SIGN: i8 = 2;

/**
 * What is the same for all bytes; in variables, since a constant is put together again wherever it is used. Groups of a byte, by
 * its lower and its upper half: 1 for `@`, 2 for `#`, -128 for digits, 4 for line ends and tabs, 8, 16, 32, 64 for the other
 * delimiters: these are all above 3.
 */
let lowGroups: v128 = i8x16.splat(0);
let highGroups: v128 = i8x16.splat(0);
let halves: v128 = i8x16.splat(0);
let rareGroups: v128 = i8x16.splat(0);

/** Has to be called before anything else. */
export function startMarks(): void {
  lowGroups = i8x16(-119, -128, -120, -126, -128, -128, -128, -120, -120, -116, 4, 112, 88, 116, 16, 8);
  highGroups = i8x16(4, 0, 10, -112, 1, 32, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0);
  halves = i8x16.splat(15);
  rareGroups = i8x16.splat(AT | SIGN);
}

/** Groups of 16 bytes. Both halves are below 16, for which all machines do the same. */
// @inline
export function groupsOf(bytes: v128): v128 {
  return v128.and(
    i8x16.relaxed_swizzle(lowGroups, v128.and(bytes, halves)),
    i8x16.relaxed_swizzle(highGroups, v128.and(i16x8.shr_u(bytes, 4), halves)),
  );
}

/** Marks of delimiters, of the groups of 64 bytes. */
// @inline
export function delimitersOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const rare = rareGroups;
  return wide(
    i8x16.bitmask(i8x16.gt_s(a, rare)),
    i8x16.bitmask(i8x16.gt_s(b, rare)),
    i8x16.bitmask(i8x16.gt_s(c, rare)),
    i8x16.bitmask(i8x16.gt_s(d, rare)),
  );
}

/** Marks of digits. */
// @inline
export function digitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return wide(i8x16.bitmask(a), i8x16.bitmask(b), i8x16.bitmask(c), i8x16.bitmask(d));
}

/** Whether there are `@` or `#`. */
// @inline
export function hasRare(a: v128, b: v128, c: v128, d: v128): bool {
  return v128.any_true(v128.and(v128.or(v128.or(a, b), v128.or(c, d)), rareGroups));
}

/** Marks of `@`. */
// @inline
export function atsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return rareMarks(a, b, c, d, i8x16.splat(AT));
}

/** Marks of `#`. */
// @inline
export function signsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return rareMarks(a, b, c, d, i8x16.splat(SIGN));
}

// @inline
function rareMarks(a: v128, b: v128, c: v128, d: v128, group: v128): u64 {
  return wide(
    i8x16.bitmask(i8x16.eq(v128.and(a, group), group)),
    i8x16.bitmask(i8x16.eq(v128.and(b, group), group)),
    i8x16.bitmask(i8x16.eq(v128.and(c, group), group)),
    i8x16.bitmask(i8x16.eq(v128.and(d, group), group)),
  );
}

/** Whether a byte is a delimiter. */
export function isDelimiter(at: u32): bool {
  return v128.any_true(i8x16.gt_s(groupsOf(i8x16.splat(load<i8>(at))), rareGroups));
}
