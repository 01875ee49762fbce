import { readNumber } from "./tar_header.ts";

/** A part of a sparse file that is stored; the rest is zeros. */
export interface Segment {
  /** Where in the file it lies. */
  readonly offset: number;
  /** How long it is. */
  readonly length: number;
}

/** More segments are not believed. GNU tar writes one for each run of data between holes. */
const MAX_SEGMENTS = 65_536;

const HEADER_MAP = 386;
const HEADER_SEGMENTS = 4;
const HEADER_GOES_ON = 482;
const HEADER_REAL_SIZE = 483;
const BLOCK_SEGMENTS = 21;
const BLOCK_GOES_ON = 504;
const FIELD_BYTES = 12;
const NEWLINE = 0x0a;
const ZERO = 0x30;

/** The map of a sparse file. */
export interface SparseMap {
  /** Offsets and lengths of the parts that are stored, in turn; what is no number is NaN. */
  readonly numbers: readonly number[];
  /** Size of the file with its holes. */
  readonly realSize: number;
  /** Where blocks of the map follow the header, and whether more are to be read. */
  readonly blocks: "none" | "before-body" | "in-body";
  /** Reads the next block. */
  readBlock(block: Uint8Array): void;
}

/** The map of pax versions 0.0 and 0.1: all in the extended header. */
export function listedSparseMap(list: string, realSize: number): SparseMap {
  return { numbers: list.split(",").map(Number), realSize, blocks: "none", readBlock: () => {} };
}

/** The map of old GNU: the header has four segments, and says whether blocks with more of them follow. */
export class GnuSparseMap implements SparseMap {
  readonly numbers: number[] = [];
  readonly realSize: number;
  blocks: SparseMap["blocks"];

  /** Creates the map from the header. */
  constructor(header: Uint8Array) {
    this.realSize = numberAt(header, HEADER_REAL_SIZE);
    this.blocks = header[HEADER_GOES_ON] === 0 ? "none" : "before-body";
    this.#readSegments(header, HEADER_MAP, HEADER_SEGMENTS);
  }

  readBlock(block: Uint8Array): void {
    this.blocks = block[BLOCK_GOES_ON] === 0 ? "none" : "before-body";
    this.#readSegments(block, 0, BLOCK_SEGMENTS);
  }

  #readSegments(block: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < 2 * count; i += 2) {
      const field = at + i * FIELD_BYTES;
      if (block[field] === 0 || this.numbers.length > 2 * MAX_SEGMENTS) return;
      this.numbers.push(numberAt(block, field), numberAt(block, field + FIELD_BYTES));
    }
  }
}

/** The map of pax version 1.0: decimal lines at the beginning of the body; the first is the number of segments. */
export class PaxSparseMap implements SparseMap {
  readonly numbers: number[] = [];
  readonly realSize: number;
  #left = 1;
  #isCounted = false;
  #value = 0;

  /** Creates an empty map for a file of this size. */
  constructor(realSize: number) {
    this.realSize = realSize;
  }

  get blocks(): SparseMap["blocks"] {
    return this.#left > 0 ? "in-body" : "none";
  }

  readBlock(block: Uint8Array): void {
    for (const byte of block) {
      if (this.#left === 0) return;
      if (byte === NEWLINE) this.#endNumber();
      else this.#value = byte >= ZERO && byte < ZERO + 10 ? this.#value * 10 + byte - ZERO : NaN;
    }
  }

  #endNumber(): void {
    this.#left--;
    if (!this.#isCounted && this.#value <= MAX_SEGMENTS) this.#left = 2 * this.#value;
    // A count that is not believed stays in the map, which then fits no file.
    else this.numbers.push(this.#isCounted ? this.#value : NaN);
    this.#isCounted = true;
    this.#value = 0;
  }
}

function numberAt(block: Uint8Array, at: number): number {
  const value = readNumber(block.subarray(at, at + FIELD_BYTES));
  return typeof value === "number" ? value : NaN;
}

/** Pairs of offset and length as segments, when they are in order and fit the file and what is stored of it. */
export function toSegments(
  numbers: readonly number[],
  realSize: number,
  storedSize: number,
): Segment[] | undefined {
  const segments: Segment[] = [];
  let end = 0;
  let stored = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i] ?? NaN;
    const length = numbers[i + 1] ?? NaN;
    if (!(offset >= end && length >= 0)) return undefined;
    end = offset + length;
    stored += length;
    segments.push({ offset, length });
  }
  return end <= realSize && stored === storedSize ? segments : undefined;
}
