/** Writes deflate data (RFC 1951) symbol by symbol, so that each kind of block, and each damage, can be made. */

/** A literal, or a match. */
export type DeflateSymbol = number | { readonly length: number; readonly distance: number };

/** Lengths of codes: of the 288 literals and lengths, and of the distances. */
export interface CodeLengths {
  readonly literals: readonly number[];
  readonly distances: readonly number[];
}

/** Fixed codes (§3.2.6). */
export const FIXED: CodeLengths = {
  literals: Array.from({ length: 288 }, (_, i) => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8),
  distances: Array(32).fill(5),
};

const END_OF_BLOCK = 256;
/** The order in which the lengths of the code of lengths come (§3.2.7), and lengths with which 0 to 15 are four bits each. */
const ORDER_LENGTHS = [0, 0, 0, ...Array<number>(16).fill(4)];

/** Bits, as they come in a stream. */
export class DeflateWriter {
  readonly #bits: number[] = [];

  /** Adds a number of so many bits, the lowest first. */
  number(value: number, bits: number): this {
    for (let bit = 0; bit < bits; bit++) this.#bits.push(Math.floor(value / 2 ** bit) & 1);
    return this;
  }

  /** Adds bits in their order. */
  bits(text: string): this {
    for (const bit of text) this.#bits.push(Number(bit));
    return this;
  }

  /** Adds the header of a block with these codes; without any, with the fixed ones. */
  header(codes: CodeLengths | undefined, { isLast = true }: { readonly isLast?: boolean } = {}): this {
    this.number(isLast ? 1 : 0, 1);
    if (codes === undefined) return this.number(1, 2);
    const { literals, distances } = codes;
    this.number(2, 2).number(literals.length - 257, 5).number(distances.length - 1, 5).number(15, 4);
    for (const length of ORDER_LENGTHS) this.number(length, 3);
    for (const length of [...literals, ...distances]) this.bits(length.toString(2).padStart(4, "0"));
    return this;
  }

  /** Adds symbols and the end of the block. */
  symbols(symbols: readonly DeflateSymbol[], codes: CodeLengths = FIXED): this {
    const literals = canonicalCodes(codes.literals);
    const distances = canonicalCodes(codes.distances);
    for (const symbol of [...symbols, END_OF_BLOCK]) {
      if (typeof symbol === "number") this.bits(literals[symbol]!);
      else {
        const length = lengthCode(symbol.length);
        this.bits(literals[length.code]!).number(symbol.length - length.base, length.extra);
        const distance = distanceCode(symbol.distance);
        this.bits(distances[distance.code]!).number(symbol.distance - distance.base, distance.extra);
      }
    }
    return this;
  }

  /** A stored block. */
  stored(bytes: Uint8Array, { isLast = true }: { readonly isLast?: boolean } = {}): this {
    this.number(isLast ? 1 : 0, 3);
    while (this.#bits.length % 8 > 0) this.#bits.push(0);
    this.number(bytes.length, 16).number(~bytes.length & 0xffff, 16);
    for (const byte of bytes) this.number(byte, 8);
    return this;
  }

  /** All bytes, the last one filled with zeros. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    for (const [i, bit] of this.#bits.entries()) bytes[i >> 3]! |= bit << (i & 7);
    return bytes;
  }
}

/** What comes out of symbols, by their definition. */
export function expand(symbols: readonly DeflateSymbol[], before: readonly number[] = []): Uint8Array {
  const bytes = [...before];
  for (const symbol of symbols) {
    if (typeof symbol === "number") bytes.push(symbol);
    else for (let i = 0; i < symbol.length; i++) bytes.push(bytes[bytes.length - symbol.distance]!);
  }
  return Uint8Array.from(bytes.slice(before.length));
}

/** Code, least value and number of extra bits, as the table in §3.2.5 goes on. */
interface ValueCode {
  readonly code: number;
  readonly base: number;
  readonly extra: number;
}

/** The code of a length. */
export function lengthCode(length: number): ValueCode {
  if (length === 258) return { code: 285, base: 258, extra: 0 };
  let [code, base, extra] = [257, 3, 0];
  while (base + 2 ** extra <= length) {
    base += 2 ** extra;
    code++;
    extra = code < 265 ? 0 : Math.floor((code - 261) / 4);
  }
  return { code, base, extra };
}

/** The code of a distance. */
export function distanceCode(distance: number): ValueCode {
  let [code, base, extra] = [0, 1, 0];
  while (base + 2 ** extra <= distance) {
    base += 2 ** extra;
    code++;
    extra = code < 4 ? 0 : Math.floor((code - 2) / 2);
  }
  return { code, base, extra };
}

/** Codes as bits, the first one first (§3.2.2). */
function canonicalCodes(lengths: readonly number[]): string[] {
  const codes: string[] = [];
  let next = 0;
  for (let length = 1; length <= 15; length++) {
    next *= 2;
    for (const [symbol, of] of lengths.entries()) {
      if (of === length) codes[symbol] = (next++).toString(2).padStart(length, "0");
    }
  }
  return codes;
}
