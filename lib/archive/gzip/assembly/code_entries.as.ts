/**
 * What tables say of a symbol.
 *
 * The low six bits of an entry are how many bits to drop. Bits 6 and 7 are the number of literals, which are the bytes
 * above. Without any, the base of a length or distance lies above bit 15, and the length of its code from bit 8 on: what is
 * dropped has the extra bits too (RFC 1951 §3.2.5). Or the entry is ODD: an end of a block, a code or symbol that does not
 * exist, or the place of a table for longer codes.
 *
 * @module
 */

export const LITERALS: u32 = 0xc0;
const ONE_LITERAL: u32 = 0x40;
const TWO_LITERALS: u32 = 0x80;
export const ODD: u32 = 0x8000;
export const END: u32 = 0x4000;
export const INVALID: u32 = 0x2000;
/** Kinds of codes. */
export const OF_LENGTHS: u32 = 0;
export const OF_LITERALS: u32 = 1;
export const OF_DISTANCES: u32 = 2;

const END_OF_BLOCK: u32 = 256;
const LAST_LENGTH: u32 = 285;
const LAST_DISTANCE: u32 = 29;

/** The entry of a symbol whose code has so many bits. */
export function entryOf(kind: u32, symbol: u32, bits: u32): u32 {
  if (kind == OF_DISTANCES) return distanceEntry(symbol, bits);
  return kind == OF_LITERALS ? literalEntry(symbol, bits) : symbol << 16 | bits;
}

export function literalEntry(symbol: u32, bits: u32): u32 {
  if (symbol < END_OF_BLOCK) return symbol << 8 | ONE_LITERAL | bits;
  if (symbol == END_OF_BLOCK) return ODD | END | bits;
  if (symbol > LAST_LENGTH) return ODD | INVALID | bits;
  if (symbol == LAST_LENGTH) return 258 << 16 | bits << 8 | bits;
  const code = symbol - 257;
  const extra: u32 = code < 8 ? 0 : (code >> 2) - 1;
  const base: u32 = code < 8 ? code + 3 : ((4 + (code & 3)) << extra) + 3;
  return base << 16 | bits << 8 | bits + extra;
}

export function distanceEntry(code: u32, bits: u32): u32 {
  if (code > LAST_DISTANCE) return ODD | INVALID | bits;
  const extra: u32 = code < 4 ? 0 : (code >> 1) - 1;
  const base: u32 = code < 4 ? code + 1 : ((2 + (code & 1)) << extra) + 1;
  return base << 16 | bits << 8 | bits + extra;
}

/** The place of a table for longer codes, that is entered with so many bits more. */
export function tableEntry(place: u32, bits: u32): u32 {
  return place << 16 | ODD | bits;
}

/** The entry of a longer code in the table that an entry of the first one names. */
// @inline
export function entryBehind(table: u32, tableBits: u32, entry: u32, bits: u64): u32 {
  const place = (entry >> 16) + (<u32> (bits >> tableBits) & ~(-1 << (entry & 15)));
  return load<u32>(table + (place << 2));
}

/** The length or distance of an entry when these are the bits. */
// @inline
export function valueOf(entry: u32, bits: u64): u32 {
  return (entry >> 16) + ((<u32> bits & ~(-1 << (entry & 31))) >> (entry >> 8 & 15));
}

/** Joins two literals where their codes together are no longer than what the table is entered with. */
export function joinLiterals(table: u32, bits: u32): void {
  // What an entry is joined with stands before it, and is not joined yet.
  for (let i: i32 = (1 << bits) - 1; i >= 0; i--) {
    const first = load<u32>(table + 4 * i);
    if ((first & LITERALS) == 0) continue;
    const second = load<u32>(table + 4 * (i >> (first & 63)));
    const used = (first & 63) + (second & 63);
    if ((second & LITERALS) == 0 || used > bits) continue;
    store<u32>(table + 4 * i, (second & 0xff00) << 8 | (first & 0xff00) | TWO_LITERALS | used);
  }
}
