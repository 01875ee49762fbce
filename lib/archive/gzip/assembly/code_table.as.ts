import { entryOf, INVALID, ODD, tableEntry } from "./code_entries.as";
import { MAX_BITS, SYMBOLS } from "./code_symbols.as";

/** Makes the table of a code that is entered with so many of the next bits. Tables for longer codes lie behind. */
export function fillTable(kind: u32, code: u32, table: u32, bits: u32): void {
  // What is entered with no bit; with each bit more there is twice as much.
  store<u32>(table, ODD | INVALID | 1);
  let word: u32 = 0;
  let symbols = code + SYMBOLS;
  for (let length: u32 = 1; length <= bits; length++) {
    memory.copy(table + (2 << length), table, 2 << length);
    for (let left: u32 = load<u16>(code + 2 * length); left > 0; left--) {
      store<u32>(table + 4 * word, entryOf(kind, load<u16>(symbols), length));
      symbols += 2;
      word = nextWord(word, length);
    }
  }
  fillBehind(kind, code, table, bits, word, symbols);
}

/** Makes the tables for codes that are longer, from the first one on. */
function fillBehind(kind: u32, code: u32, table: u32, bits: u32, firstWord: u32, firstSymbol: u32): void {
  let more = MAX_BITS - bits;
  while (more > 0 && load<u16>(code + 2 * (bits + more)) == 0) more--;
  let word = firstWord;
  let symbols = firstSymbol;
  let prefix: u32 = 1 << bits;
  let end: u32 = 1 << bits;
  for (let length = bits + 1; length <= bits + more; length++) {
    for (let left: u32 = load<u16>(code + 2 * length); left > 0; left--) {
      if ((word & ((1 << bits) - 1)) != prefix) {
        prefix = word & ((1 << bits) - 1);
        store<u32>(table + 4 * prefix, tableEntry(end, more));
        end += 1 << more;
      }
      const entry = entryOf(kind, load<u16>(symbols), length);
      const first = end - (1 << more) + (word >> bits);
      for (let i = first; i < end; i += 1 << (length - bits)) store<u32>(table + 4 * i, entry);
      symbols += 2;
      word = nextWord(word, length);
    }
  }
}

/** The code after one of that length, as it comes in the stream: its first bit lowest. */
// @inline
function nextWord(word: u32, length: u32): u32 {
  const bit: u32 = 1 << (31 - clz(word ^ ((1 << length) - 1)));
  return word & (bit - 1) | bit;
}
