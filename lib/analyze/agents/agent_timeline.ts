const DAY_MS = 86_400_000;
const FINEST_BIN_MS = 10_000;
const MAX_WORDS = 16 * 1024 * 1024;

/**
 * In which ten seconds each agent called: a bit each, about a kilobyte for an agent and day. When that grows beyond
 * 64 MB all of it is made half as fine, so that it stays complete whatever the number of agents and days.
 */
export class AgentTimeline {
  #binMs = FINEST_BIN_MS;
  #stride = strideOf(FINEST_BIN_MS);
  #words = new Uint32Array(64 * strideOf(FINEST_BIN_MS));
  readonly #days: number[] = [];
  /** Chunks by agent row. */
  readonly #chunksOf: number[][] = [];
  readonly #lastDay: number[] = [];
  readonly #lastChunk: number[] = [];
  readonly #maxWords: number;

  /** Starts with nothing. */
  constructor(maxWords: number = MAX_WORDS) {
    this.#maxWords = maxWords;
  }

  /** Width of a bin. */
  get binMs(): number {
    return this.#binMs;
  }

  /** Notes that an agent called. */
  add(row: number, timeMs: number): void {
    const day = Math.floor(timeMs / DAY_MS);
    const chunk = this.#lastDay[row] === day ? this.#lastChunk[row]! : this.#chunkOf(row, day);
    const bin = Math.floor((timeMs - day * DAY_MS) / this.#binMs);
    this.#words[chunk * this.#stride + (bin >>> 5)]! |= 1 << (bin & 31);
  }

  /** Starts of the bins in which an agent called, epoch milliseconds, in order. */
  bins(row: number): number[] {
    const chunks = (this.#chunksOf[row] ?? []).toSorted((a, b) => this.#days[a]! - this.#days[b]!);
    return chunks.flatMap((chunk) => {
      const dayMs = this.#days[chunk]! * DAY_MS;
      return bitsOf(this.#wordsOf(chunk)).map((bin) => dayMs + bin * this.#binMs);
    });
  }

  /** Bins in which an agent called that touch a time, epoch milliseconds. */
  countBetween(row: number, fromMs: number, toMs: number): number {
    let count = 0;
    for (const chunk of this.#chunksOf[row] ?? []) {
      const dayMs = this.#days[chunk]! * DAY_MS;
      const words = this.#wordsOf(chunk);
      const last = Math.min(Math.floor((toMs - dayMs) / this.#binMs), this.#stride * 32 - 1);
      for (let bin = Math.max(0, Math.floor((fromMs - dayMs) / this.#binMs)); bin <= last; bin++) {
        count += words[bin >>> 5]! >>> (bin & 31) & 1;
      }
    }
    return count;
  }

  #chunkOf(row: number, day: number): number {
    const own = this.#chunksOf[row] ??= [];
    const chunk = own.find((one) => this.#days[one] === day) ?? this.#newChunk(own, day);
    this.#lastDay[row] = day;
    return this.#lastChunk[row] = chunk;
  }

  #newChunk(own: number[], day: number): number {
    while ((this.#days.length + 1) * this.#stride > this.#maxWords && this.#stride > 1) this.#coarsen();
    const chunk = this.#days.push(day) - 1;
    own.push(chunk);
    const needed = this.#days.length * this.#stride;
    if (needed > this.#words.length) {
      const words = new Uint32Array(Math.max(needed, Math.min(this.#maxWords, this.#words.length * 2)));
      words.set(this.#words);
      this.#words = words;
    }
    return chunk;
  }

  #coarsen(): void {
    const binMs = this.#binMs * 2;
    const stride = strideOf(binMs);
    const words = new Uint32Array(this.#words.length);
    this.#days.forEach((_, chunk) => {
      for (const bin of bitsOf(this.#wordsOf(chunk))) {
        words[chunk * stride + (bin >>> 6)]! |= 1 << (bin >>> 1 & 31);
      }
    });
    this.#words = words;
    this.#binMs = binMs;
    this.#stride = stride;
  }

  #wordsOf(chunk: number): Uint32Array {
    return this.#words.subarray(chunk * this.#stride, (chunk + 1) * this.#stride);
  }
}

function strideOf(binMs: number): number {
  return Math.ceil(DAY_MS / binMs / 32);
}

function bitsOf(words: Uint32Array): number[] {
  const bits: number[] = [];
  words.forEach((word, at) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) bits.push(at * 32 + 31 - Math.clz32(rest & -rest));
  });
  return bits;
}
