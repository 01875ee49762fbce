/** A day. */
export const DAY_MS = 86_400_000;
const FINEST_BIN_MS = 10_000;
/** Years have four digits: more days than there are, and those before 1970. */
const MAX_DAYS = 2 ** 22;
const DAYS_BEFORE_1970 = 2 ** 20;
/** Rows and days that are told: about 150 bytes each besides their words. */
const MAX_CHUNKS = 1_000_000;
/** The chunk of all that is beyond: nobody reads it. */
const BEYOND = 0;

/**
 * In which ten seconds each row called: a bit each, about a kilobyte for a row and day. When that grows beyond the words
 * there are, all of it is made half as fine, so that it stays complete up to a million of agents and days.
 */
export class AgentTimeline {
  #binMs = FINEST_BIN_MS;
  /** How often bins were made twice as wide. */
  #shift = 0;
  #stride = strideOf(FINEST_BIN_MS);
  /** Starts of the days of all chunks, epoch milliseconds. */
  readonly #days: number[] = [NaN];
  /** Chunks by agent row, and by row and day. */
  readonly #chunksOf: number[][] = [];
  readonly #chunkIds = new Map<number, number>();
  readonly #words: Uint32Array;
  readonly #maxChunks: number;
  #hasLeftOut = false;

  /** Starts with words that are all zero; `maxChunks` is how many rows and days are told. */
  constructor(words: Uint32Array, maxChunks: number = MAX_CHUNKS) {
    this.#words = words;
    this.#maxChunks = maxChunks;
  }

  /** Width of a bin. */
  get binMs(): number {
    return this.#binMs;
  }

  /** Whether no other row or day will be told. */
  get isFull(): boolean {
    return this.#days.length > this.#maxChunks;
  }

  /** Whether somebody asked for a row or day that is not told. */
  get hasLeftOut(): boolean {
    return this.#hasLeftOut;
  }

  /** How often bins were made twice as wide. */
  get shift(): number {
    return this.#shift;
  }

  /**
   * Where the words of a row and the day of a time begin: whoever counts sets the bit of {@linkcode binMs} in them. All places
   * told before are of no use when {@linkcode shift} has changed.
   */
  wordsOf(row: number, timeMs: number): number {
    const day = Math.floor(timeMs / DAY_MS);
    const key = row * MAX_DAYS + day + DAYS_BEFORE_1970;
    const chunk = this.#chunkIds.get(key) ?? this.#newChunk(row, day * DAY_MS, key);
    return chunk * this.#stride;
  }

  /** Starts of the bins in which an agent called, epoch milliseconds, in order. */
  bins(row: number): Float64Array {
    const chunks = (this.#chunksOf[row] ?? []).toSorted((a, b) => this.#days[a]! - this.#days[b]!);
    const bins = new Float64Array(chunks.reduce((sum, chunk) => sum + bitsIn(this.#chunkWords(chunk)), 0));
    let length = 0;
    for (const chunk of chunks) length = this.#writeBins(chunk, bins, length);
    return bins;
  }

  #newChunk(row: number, dayMs: number, key: number): number {
    if (this.isFull) {
      this.#hasLeftOut = true;
      return BEYOND;
    }
    while ((this.#days.length + 1) * this.#stride > this.#words.length && this.#stride > 1) this.#coarsen();
    const chunk = this.#days.push(dayMs) - 1;
    (this.#chunksOf[row] ??= []).push(chunk);
    this.#chunkIds.set(key, chunk);
    return chunk;
  }

  /** Chunks only move towards the start, behind all that are still to be moved. */
  #coarsen(): void {
    const stride = strideOf(this.#binMs * 2);
    const end = this.#days.length * this.#stride;
    for (let chunk = 0; chunk < this.#days.length; chunk++) {
      const coarse = new Uint32Array(stride);
      this.#chunkWords(chunk).forEach((word, at) => {
        for (let rest = word; rest !== 0; rest &= rest - 1) {
          const bin = at * 16 + (31 - Math.clz32(rest & -rest) >>> 1);
          coarse[bin >>> 5]! |= 1 << (bin & 31);
        }
      });
      this.#words.set(coarse, chunk * stride);
    }
    this.#words.fill(0, this.#days.length * stride, end);
    this.#binMs *= 2;
    this.#shift++;
    this.#stride = stride;
  }

  #writeBins(chunk: number, bins: Float64Array, length: number): number {
    const words = this.#chunkWords(chunk);
    const dayMs = this.#days[chunk]!;
    let to = length;
    for (let at = 0; at < words.length; at++) {
      for (let rest = words[at]!; rest !== 0; rest &= rest - 1) {
        bins[to++] = dayMs + (at * 32 + 31 - Math.clz32(rest & -rest)) * this.#binMs;
      }
    }
    return to;
  }

  #chunkWords(chunk: number): Uint32Array {
    return this.#words.subarray(chunk * this.#stride, (chunk + 1) * this.#stride);
  }
}

function strideOf(binMs: number): number {
  return Math.ceil(DAY_MS / binMs / 32);
}

function bitsIn(words: Uint32Array): number {
  let bits = 0;
  for (let at = 0; at < words.length; at++) {
    for (let rest = words[at]!; rest !== 0; rest &= rest - 1) bits++;
  }
  return bits;
}
