import { buildHuffman, type Huffman, longSymbol, PRIMARY_BITS } from "./huffman.ts";
import {
  HISTORY_BYTES as HISTORY,
  type InflateStatus,
  OUTPUT_BYTES,
  type RawInflater,
} from "./raw_inflater.ts";

const PRIMARY_MASK = (1 << PRIMARY_BITS) - 1;
const END_OF_BLOCK = 256;

/** Base and number of extra bits of each length and distance code (RFC 1951 §3.2.5). */
const LENGTH_BASE = Uint16Array.from({ length: 29 }, (_, code) => lengthBase(code));
const LENGTH_EXTRA = Uint8Array.from(
  { length: 29 },
  (_, code) => code < 8 || code === 28 ? 0 : (code >> 2) - 1,
);
const DISTANCE_BASE = Uint16Array.from({ length: 30 }, (_, code) => distanceBase(code));
/** Order in which the lengths of the codes of lengths are stored (§3.2.7). */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

function lengthBase(code: number): number {
  if (code === 28) return 258;
  return code < 8 ? code + 3 : ((4 + (code & 3)) << ((code >> 2) - 1)) + 3;
}

function distanceBase(code: number): number {
  return code < 4 ? code + 1 : ((2 + (code & 1)) << ((code >> 1) - 1)) + 1;
}

function fixedLengths(): Uint8Array {
  const lengths = new Uint8Array(288).fill(8);
  return lengths.fill(9, 144, 256).fill(7, 256, 280);
}

const FIXED_LITERALS = buildHuffman(fixedLengths());
const FIXED_DISTANCES = buildHuffman(new Uint8Array(32).fill(5));

type State = "block" | "stored" | "codes" | "end" | "corrupt";
/** What a step says: done, or no input left (then nothing was used), or damaged. */
type Step = "done" | "starved" | "corrupt";

/**
 * Inflate in plain TypeScript: exact to the byte, and the same everywhere.
 *
 * A step whose input runs out is undone and tried again with more, so that there is no state inside a step.
 */
export class PortableInflater implements RawInflater {
  readonly output: Uint8Array;
  filled = 0;
  consumed = 0;
  unusedBits = 0;
  /** The last 32 KiB before the output, then the output. */
  readonly #buffer = new Uint8Array(HISTORY + OUTPUT_BYTES);
  #state: State = "block";
  #isFinal = false;
  #streamBytes = 0;
  #storedLeft = 0;
  #copyLength = 0;
  #copyDistance = 0;
  #literals: Huffman = FIXED_LITERALS;
  #distances: Huffman = FIXED_DISTANCES;
  #input: Uint8Array = new Uint8Array(0);
  #next = 0;
  #end = 0;
  #hold = 0;
  #bits = 0;

  constructor() {
    this.output = this.#buffer.subarray(HISTORY);
  }

  inflate(input: Uint8Array, start: number, end: number, stopAt: number = Infinity): InflateStatus {
    this.#input = input;
    this.#next = start;
    this.#end = end;
    let step: Step = "done";
    let isStopped = false;
    while (step === "done" && !isStopped && this.#state !== "end" && this.#state !== "corrupt") {
      step = this.#attempt();
      isStopped = step === "done" && this.#state === "block" && this.filled >= stopAt;
    }
    if (step === "corrupt") this.#state = "corrupt";
    this.#returnBytes();
    this.consumed = this.#next - start;
    this.unusedBits = this.#bits;
    if (this.#state === "end" || this.#state === "corrupt") return this.#state;
    return isStopped ? "block" : "more";
  }

  drain(): void {
    this.#buffer.copyWithin(0, this.filled, this.filled + HISTORY);
    this.filled = 0;
  }

  lastOutput(byteLength: number): Uint8Array {
    const end = HISTORY + this.filled;
    return this.#buffer.slice(end - byteLength, end);
  }

  /** Its history lies before its output: it cannot use other buffers. */
  useBuffers(): void {}

  reset(): void {
    this.#state = "block";
    this.#streamBytes = this.#copyLength = 0;
    this.#hold = this.#bits = 0;
  }

  close(): void {}

  #attempt(): Step {
    if (this.#state === "stored") return this.#copyStored();
    if (this.#state === "codes") return this.#decodeCodes();
    const [next, hold, bits] = [this.#next, this.#hold, this.#bits];
    const step = this.#readBlockHeader();
    if (step === "starved") [this.#next, this.#hold, this.#bits] = [next, hold, bits];
    return step;
  }

  /** Gives whole bytes that were read ahead back to the input. */
  #returnBytes(): void {
    this.#next -= this.#bits >> 3;
    this.#bits &= 7;
    this.#hold &= (1 << this.#bits) - 1;
  }

  /** The next `count` bits, at most 16; -1 when the input ends before. */
  #readBits(count: number): number {
    while (this.#bits < count) {
      if (this.#next === this.#end) return -1;
      this.#hold |= this.#input[this.#next++]! << this.#bits;
      this.#bits += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#bits -= count;
    return value;
  }

  #readBlockHeader(): Step {
    const header = this.#readBits(3);
    if (header < 0) return "starved";
    this.#isFinal = (header & 1) === 1;
    if (header >> 1 === 0) return this.#readStoredHeader();
    if (header >> 1 === 2) return this.#readDynamicHeader();
    if (header >> 1 === 3) return "corrupt";
    this.#literals = FIXED_LITERALS;
    this.#distances = FIXED_DISTANCES;
    this.#state = "codes";
    return "done";
  }

  #readStoredHeader(): Step {
    this.#readBits(this.#bits & 7);
    const length = this.#readBits(16);
    const complement = this.#readBits(16);
    if (length < 0 || complement < 0) return "starved";
    if ((length ^ complement) !== 0xffff) return "corrupt";
    this.#storedLeft = length;
    this.#state = "stored";
    return "done";
  }

  #readDynamicHeader(): Step {
    const counts = this.#readBits(14);
    if (counts < 0) return "starved";
    const literalCount = (counts & 31) + 257;
    const distanceCount = (counts >> 5 & 31) + 1;
    if (literalCount > 286 || distanceCount > 30) return "corrupt";
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < (counts >> 10) + 4; i++) {
      const length = this.#readBits(3);
      if (length < 0) return "starved";
      codeLengths[CODE_LENGTH_ORDER[i]!] = length;
    }
    const code = buildHuffman(codeLengths);
    if (code.unusedCodes !== 0) return "corrupt";
    const lengths = new Uint8Array(literalCount + distanceCount);
    const step = this.#readLengths(code, lengths);
    return step === "done" ? this.#useLengths(lengths, literalCount) : step;
  }

  #readLengths(code: Huffman, lengths: Uint8Array): Step {
    for (let i = 0; i < lengths.length;) {
      // Without any code zlib takes every bit for a length of 0.
      const symbol = code.longest < 1 ? Math.min(0, this.#readBits(1)) : this.#readSymbol(code);
      if (symbol < 0) return symbol === -1 ? "starved" : "corrupt";
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const extra = this.#readBits(symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
      if (extra < 0) return "starved";
      const repeat = extra + (symbol === 18 ? 11 : 3);
      if (i + repeat > lengths.length || (symbol === 16 && i === 0)) return "corrupt";
      lengths.fill(symbol === 16 ? lengths[i - 1]! : 0, i, i += repeat);
    }
    return "done";
  }

  #useLengths(lengths: Uint8Array, literalCount: number): Step {
    if (lengths[END_OF_BLOCK] === 0) return "corrupt";
    this.#literals = buildHuffman(lengths.subarray(0, literalCount));
    this.#distances = buildHuffman(lengths.subarray(literalCount));
    // An incomplete code is allowed only when it is a single code of one bit, or no code at all.
    for (const { unusedCodes, longest } of [this.#literals, this.#distances]) {
      if (unusedCodes < 0 || (unusedCodes > 0 && longest > 1)) return "corrupt";
    }
    this.#state = "codes";
    return "done";
  }

  /** The next symbol; -1 when the input ends before, -2 when the code does not exist. */
  #readSymbol(code: Huffman): number {
    while (this.#bits < 15 && this.#next < this.#end) {
      this.#hold |= this.#input[this.#next++]! << this.#bits;
      this.#bits += 8;
    }
    const entry = code.primary[this.#hold & PRIMARY_MASK] || longSymbol(code, this.#hold, this.#bits);
    if (entry === -1) return entry;
    // Of a code that does not exist one bit is used, as zlib does.
    const length = entry < 0 ? 1 : entry & 15;
    if (length > this.#bits) return -1;
    this.#hold >>>= length;
    this.#bits -= length;
    return entry < 0 ? entry : entry >> 4;
  }

  #copyStored(): Step {
    this.#returnBytes();
    const room = this.output.length - this.filled;
    const count = Math.min(this.#storedLeft, room, this.#end - this.#next);
    this.output.set(this.#input.subarray(this.#next, this.#next + count), this.filled);
    this.#next += count;
    this.#advance(count);
    this.#storedLeft -= count;
    if (this.#storedLeft > 0) return "starved";
    this.#endBlock();
    return "done";
  }

  #endBlock(): void {
    this.#state = this.#isFinal ? "end" : "block";
  }

  #advance(count: number): void {
    this.filled += count;
    this.#streamBytes = Math.min(HISTORY, this.#streamBytes + count);
  }

  #decodeCodes(): Step {
    for (;;) {
      if (this.#copyLength > 0) this.#copyMatch();
      if (this.filled === this.output.length) return "starved";
      const [next, hold, bits] = [this.#next, this.#hold, this.#bits];
      const symbol = this.#readSymbol(this.#literals);
      if (symbol >= 0 && symbol < END_OF_BLOCK) {
        this.output[this.filled] = symbol;
        this.#advance(1);
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        this.#endBlock();
        return "done";
      }
      const step = symbol < 0 ? (symbol === -1 ? "starved" : "corrupt") : this.#readMatch(symbol - 257);
      if (step === "starved") [this.#next, this.#hold, this.#bits] = [next, hold, bits];
      if (step !== "done") return step;
    }
  }

  #readMatch(lengthCode: number): Step {
    if (lengthCode > 28) return "corrupt";
    const lengthExtra = this.#readBits(LENGTH_EXTRA[lengthCode]!);
    if (lengthExtra < 0) return "starved";
    const code = this.#readSymbol(this.#distances);
    if (code < 0) return code === -1 ? "starved" : "corrupt";
    if (code > 29) return "corrupt";
    const distanceExtra = this.#readBits(code < 4 ? 0 : (code >> 1) - 1);
    if (distanceExtra < 0) return "starved";
    const distance = DISTANCE_BASE[code]! + distanceExtra;
    if (distance > this.#streamBytes) return "corrupt";
    this.#copyDistance = distance;
    this.#copyLength = LENGTH_BASE[lengthCode]! + lengthExtra;
    return "done";
  }

  #copyMatch(): void {
    const count = Math.min(this.#copyLength, this.output.length - this.filled);
    const buffer = this.#buffer;
    const to = HISTORY + this.filled;
    const from = to - this.#copyDistance;
    for (let i = 0; i < count; i++) buffer[to + i] = buffer[from + i]!;
    this.#advance(count);
    this.#copyLength -= count;
  }
}
