import { bits, count, drop, refill, take } from "./bit_reader.as";
import { joinLiterals, OF_DISTANCES, OF_LENGTHS, OF_LITERALS } from "./code_entries.as";
import { ALL_UNUSED, sortSymbols } from "./code_symbols.as";
import { fillTable } from "./code_table.as";
import {
  DISTANCE_BITS,
  DISTANCE_CODE,
  DISTANCE_TABLE,
  IS_FIXED,
  IS_LAST,
  LENGTH_LEFT,
  LENGTHS,
  LITERAL_BITS,
  LITERAL_CODE,
  LITERAL_TABLE,
  ORDER_BITS,
  ORDER_CODE,
  ORDER_TABLE,
  space,
} from "./inflate_space.as";
import { CODES, CORRUPT, STORED } from "./modes.as";

const END_OF_BLOCK: u32 = 256;
const ORDER_COUNT: u32 = 19;

/** Reads the header of a block (RFC 1951 §3.2.3) and returns what follows. The input may have ended before. */
export function readBlockHeader(): u32 {
  refill();
  const header = take(3);
  store<u32>(space, header & 1, IS_LAST);
  if (header >> 1 == 0) return readStoredHeader();
  if (header >> 1 == 1) return useFixedCodes();
  return header >> 1 == 2 ? readDynamicHeader() : CORRUPT;
}

function readStoredHeader(): u32 {
  drop(count & 7);
  const length = take(16);
  store<u32>(space, length, LENGTH_LEFT);
  return (length ^ take(16)) == 0xffff ? STORED : CORRUPT;
}

function useFixedCodes(): u32 {
  if (load<u32>(space, IS_FIXED) != 0) return CODES;
  const lengths = space + LENGTHS;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  const mode = useLengths(288, 32);
  store<u32>(space, 1, IS_FIXED);
  return mode;
}

function readDynamicHeader(): u32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const ordered = take(4) + 4;
  if (literals > 286 || distances > 30) return CORRUPT;
  readOrder(ordered);
  if (count < 0) return CORRUPT;
  const code = space + ORDER_CODE;
  const unused = sortSymbols(code, space + LENGTHS, ORDER_COUNT);
  if (unused != 0 && unused != ALL_UNUSED) return CORRUPT;
  // Without any code zlib takes every bit for a length of 0, as an entry that is invalid says.
  fillTable(OF_LENGTHS, code, space + ORDER_TABLE, ORDER_BITS);
  store<u32>(space, 0, IS_FIXED);
  if (!readLengths(literals + distances)) return CORRUPT;
  return load<u8>(space, LENGTHS + END_OF_BLOCK) == 0 ? CORRUPT : useLengths(literals, distances);
}

function readOrder(ordered: u32): void {
  const lengths = space + LENGTHS;
  memory.fill(lengths, 0, ORDER_COUNT);
  for (let i: u32 = 0; i < ordered; i++) {
    refill();
    store<u8>(lengths + orderAt(i), take(3));
  }
}

/** 16, 17, 18, 0, 8, 7, 9, 6, 10, and so on to both sides. */
function orderAt(i: u32): u32 {
  if (i < 3) return 16 + i;
  if (i == 3) return 0;
  return (i & 1) == 0 ? 8 + ((i - 4) >> 1) : 7 - ((i - 5) >> 1);
}

function readLengths(total: u32): bool {
  const lengths = space + LENGTHS;
  for (let i: u32 = 0; i < total;) {
    refill();
    const entry = load<u32>(space + 4 * (<u32> bits & 127), ORDER_TABLE);
    drop(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + i++, symbol);
      continue;
    }
    const repeat = symbol == 16 ? take(2) + 3 : symbol == 17 ? take(3) + 3 : take(7) + 11;
    if (count < 0 || i + repeat > total || (symbol == 16 && i == 0)) return false;
    memory.fill(lengths + i, symbol == 16 ? load<u8>(lengths + i - 1) : 0, repeat);
    i += repeat;
  }
  return true;
}

function useLengths(literals: u32, distances: u32): u32 {
  const lengths = space + LENGTHS;
  const literalCode = space + LITERAL_CODE;
  const distanceCode = space + DISTANCE_CODE;
  if (sortSymbols(literalCode, lengths, literals) < 0) return CORRUPT;
  if (sortSymbols(distanceCode, lengths + literals, distances) < 0) return CORRUPT;
  fillTable(OF_LITERALS, literalCode, space + LITERAL_TABLE, LITERAL_BITS);
  joinLiterals(space + LITERAL_TABLE, LITERAL_BITS);
  fillTable(OF_DISTANCES, distanceCode, space + DISTANCE_TABLE, DISTANCE_BITS);
  return CODES;
}
