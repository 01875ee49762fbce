/** Longest code that the primary table resolves. Longer ones are rare by construction, and are searched. */
export const PRIMARY_BITS = 10;
const MAX_BITS = 15;

/** A canonical Huffman code (RFC 1951 §3.2.2), ready for decoding. */
export interface Huffman {
  /** By the next bits of the stream: `symbol << 4 | length`, 0 when the code is longer or does not exist. */
  readonly primary: Uint16Array;
  /** Number of codes of each length. */
  readonly counts: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
  /** Length of the longest code in bits. */
  readonly longest: number;
  /** Codes that no symbol has, in units of the longest possible: 0 complete or empty, negative over-subscribed. */
  readonly unusedCodes: number;
}

/** Builds the code in which symbol `i` has a code of `lengths[i]` bits, 0 for none. */
export function buildHuffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const offsets = new Uint16Array(MAX_BITS + 2);
  const nextCode = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length++) {
    offsets[length + 1] = offsets[length]! + counts[length]!;
    nextCode[length + 1] = (nextCode[length]! + counts[length]!) << 1;
  }
  const longest = counts.findLastIndex((count) => count > 0);
  const unusedCodes = longest < 1 ? 0 : countUnused(counts);
  const code = { primary: new Uint16Array(1 << PRIMARY_BITS), counts, longest, unusedCodes };
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    symbols[offsets[length]!++] = symbol;
    fillPrimary(code.primary, nextCode[length]!++, length, symbol);
  }
  return { ...code, symbols };
}

function countUnused(counts: Uint16Array): number {
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) left = 2 * left - counts[length]!;
  return left;
}

function fillPrimary(primary: Uint16Array, code: number, length: number, symbol: number): void {
  if (length > PRIMARY_BITS) return;
  // Codes come most significant bit first, the stream least significant first.
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= (code >> bit & 1) << (length - 1 - bit);
  for (let i = reversed; i < primary.length; i += 1 << length) primary[i] = symbol << 4 | length;
}

/** As an entry of `primary`, for a code of any length; -1 when `bits` bits are too few, -2 when no code fits. */
export function longSymbol(code: Huffman, hold: number, bits: number): number {
  let prefix = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    if (length > bits) return -1;
    prefix |= hold >> (length - 1) & 1;
    const count = code.counts[length]!;
    if (prefix - count < first) return code.symbols[index + prefix - first]! << 4 | length;
    index += count;
    first = (first + count) << 1;
    prefix <<= 1;
  }
  return -2;
}
