/**
 * Canonical Huffman codes (RFC 1951 §3.2.2): 16 bits each for the number of codes of each length, 16 that are in use only
 * while symbols are sorted, then symbols in the order of their codes.
 *
 * @module
 */

export const MAX_BITS: u32 = 15;
/** Where the symbols begin. */
export const SYMBOLS: u32 = 2 * 32;
const NEXT: u32 = 2 * 16;

/** What is unused of a code without symbols, in codes of 15 bits. */
export const ALL_UNUSED: i32 = 1 << MAX_BITS;

/**
 * Sorts symbols by their codes, which have lengths of so many bits, and returns how much of all codes is unused: nothing of a
 * complete one, all, or half when there is just one of one bit. Below zero: there is no such code, or it lacks others.
 */
export function sortSymbols(code: u32, lengths: u32, count: u32): i32 {
  memory.fill(code, 0, SYMBOLS);
  for (let i: u32 = 0; i < count; i++) {
    const at = code + 2 * <u32> load<u8>(lengths + i);
    store<u16>(at, load<u16>(at) + 1);
  }
  store<u16>(code, 0);
  let unused = ALL_UNUSED;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= MAX_BITS; length++) {
    const ofLength: u32 = load<u16>(code + 2 * length);
    store<u16>(code + NEXT + 2 * length, place);
    place += ofLength;
    unused -= ofLength << (MAX_BITS - length);
  }
  if (unused > 0 && place > <u32> load<u16>(code, 2)) return -1;
  for (let symbol: u32 = 0; symbol < count; symbol++) placeSymbol(code, symbol, load<u8>(lengths + symbol));
  return unused;
}

function placeSymbol(code: u32, symbol: u32, length: u32): void {
  if (length == 0) return;
  const next = code + NEXT + 2 * length;
  const place: u32 = load<u16>(next);
  store<u16>(next, place + 1);
  store<u16>(code + SYMBOLS + 2 * place, symbol);
}

/** The symbol whose code the bits begin with, and above bit 15 the length of the code, which is 0 when there is none. */
export function findSymbol(code: u32, bits: u64): u32 {
  let word: u32 = 0;
  let first: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= MAX_BITS; length++) {
    word |= <u32> (bits >> (length - 1)) & 1;
    const count: u32 = load<u16>(code + 2 * length);
    if (word < first + count) return load<u16>(code + SYMBOLS + 2 * (place + word - first)) | length << 16;
    place += count;
    first = (first + count) << 1;
    word <<= 1;
  }
  return 0;
}
