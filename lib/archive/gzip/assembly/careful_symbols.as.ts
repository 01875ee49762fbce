import { bits, count, drop, refill, setBits } from "./bit_reader.as";
import { distanceEntry, END, literalEntry, LITERALS, ODD, valueOf } from "./code_entries.as";
import { findSymbol } from "./code_symbols.as";
import { DISTANCE, DISTANCE_CODE, LENGTH_LEFT, LITERAL_CODE, space } from "./inflate_space.as";
import { CAREFUL, DAMAGED, ENDED } from "./fast_symbols.as";

/** Where the output goes on. */
export let outputAt: u32 = 0;

export function setOutput(at: u32): void {
  outputAt = at;
}

/** Decodes symbols one by one until input or output end, the block ends, or there is damage. */
export function decodeCarefully(to: u32, lowest: u32): u32 {
  while (true) {
    copyMatch(to);
    if (outputAt == to) return CAREFUL;
    refill();
    const savedBits = bits;
    const savedCount = count;
    const status = decodeSymbol(lowest);
    if (count < 0) {
      // The input ended before the symbol did.
      setBits(savedBits, savedCount);
      store<u32>(space, 0, LENGTH_LEFT);
      return CAREFUL;
    }
    if (status == WRITTEN) store<u8>(outputAt++, literal);
    else if (status != CAREFUL) return status;
  }
}

const WRITTEN: u32 = 3;
let literal: u32 = 0;

function decodeSymbol(lowest: u32): u32 {
  const symbol = findSymbol(space + LITERAL_CODE, bits);
  if (symbol == 0) return dropAfter(1, DAMAGED);
  const entry = literalEntry(symbol & 0xffff, symbol >> 16);
  if (entry & LITERALS) {
    literal = entry >> 8;
    return dropAfter(entry & 63, WRITTEN);
  }
  if (entry & ODD) return dropAfter(entry & 63, entry & END ? ENDED : DAMAGED);
  const length = valueOf(entry, bits);
  drop(entry & 63);
  return decodeDistance(length, lowest);
}

function dropAfter(used: u32, status: u32): u32 {
  drop(used);
  return status;
}

function decodeDistance(length: u32, lowest: u32): u32 {
  const symbol = findSymbol(space + DISTANCE_CODE, bits);
  if (symbol == 0) return dropAfter(1, DAMAGED);
  const entry = distanceEntry(symbol & 0xffff, symbol >> 16);
  const distance = valueOf(entry, bits);
  drop(entry & 63);
  if ((entry & ODD) != 0 || distance > outputAt - lowest) return DAMAGED;
  store<u32>(space, length, LENGTH_LEFT);
  store<u32>(space, distance, DISTANCE);
  return CAREFUL;
}

/** Copies what is left of a match, as far as there is room. */
export function copyMatch(to: u32): void {
  const left = load<u32>(space, LENGTH_LEFT);
  if (left == 0) return;
  const distance = load<u32>(space, DISTANCE);
  const end = min(to, outputAt + left);
  store<u32>(space, left - (end - outputAt), LENGTH_LEFT);
  for (; outputAt < end; outputAt++) store<u8>(outputAt, load<u8>(outputAt - distance));
}
