/**
 * Short words that were seen lately, with their ids: to compare 16 bytes is less than to hash them and to look the hash up.
 *
 * @module
 */
import { SPACE } from "./bytes.as";

/** One less than a step: a space is behind it. */
const MAX_WORD_BYTES: u32 = 15;
/** The word with zeros behind it, its id, its length: a word may end in zeros, too. */
const ENTRY_BYTES: u32 = 32;
const ENTRY_BITS: u32 = 10;
const SPREAD: u64 = 0x9e3779b97f4a7c15;
/** Bytes of one table, of zeros at first. */
export const SEEN_WORDS_BYTES: u32 = ENTRY_BYTES << ENTRY_BITS;

/** Bytes before the first space of 16; more than these: there is none. */
// @inline
export function wordBytes(text: v128): u32 {
  return <u32> ctz(i8x16.bitmask(i8x16.eq(text, i8x16.splat(<i8> SPACE))));
}

/** The first bytes, with zeros behind them. */
// @inline
export function wordOf(text: v128, bytes: u32): v128 {
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(text, i8x16.gt_s(i8x16.splat(<i8> bytes), places));
}

/** Where a word is in a table, if it is. */
// @inline
export function seenAt(table: u32, word: v128): u32 {
  const mixed = <u64> i64x2.extract_lane(word, 0) + rotl<u64>(<u64> i64x2.extract_lane(word, 1), 29);
  return table + <u32> ((mixed * SPREAD) >> (64 - ENTRY_BITS)) * ENTRY_BYTES;
}

/** Whether the word there is one of so many bytes. */
// @inline
export function isSeen(entry: u32, word: v128, bytes: u32): bool {
  return load<u32>(entry, 20) == bytes && !v128.any_true(v128.xor(word, v128.load(entry)));
}

/** Puts a word there, unless it has another number of bytes. */
export function see(entry: u32, word: v128, bytes: u32, id: u32): void {
  if (bytes - 1 >= MAX_WORD_BYTES) return;
  v128.store(entry, word);
  store<u32>(entry, id, 16);
  store<u32>(entry, bytes, 20);
}

/** Id of a word that is there. */
// @inline
export function seenId(entry: u32): u32 {
  return load<u32>(entry, 16);
}
