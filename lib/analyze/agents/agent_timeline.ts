import { resized } from "../resized.ts";

const DAY_MS = 86_400_000;
const FINEST_BIN_MS = 10_000;
/** Years have four digits: more days than there are, and those before 1970. */
const MAX_DAYS = 2 ** 22;
const DAYS_BEFORE_1970 = 2 ** 20;
const MAX_WORDS = 16 * 1024 * 1024;

/**
 * In which ten seconds each row called: a bit each, about a kilobyte for a row and day. When that grows beyond
 * 64 MB all of it is made half as fine, so that it stays complete whatever the number of agents and days.
 */
export class AgentTimeline {
  #binMs = FINEST_BIN_MS;
  /** How often bins were made twice as wide. */
  #shift = 0;
  #stride = strideOf(FINEST_BIN_MS);
  #words: Uint32Array = new Uint32Array(64 * strideOf(FINEST_BIN_MS));
  /** Starts of the days of all chunks, epoch milliseconds. */
  readonly #days: number[] = [];
  /** Chunks by agent row, and by row and day. */
  readonly #chunksOf: number[][] = [];
  readonly #chunkIds = new Map<number, number>();
  /** Day of the last call of each row, and where its words start: the next call is nearly always on the same day. */
  #lastDayMs: Float64Array = new Float64Array(64).fill(NaN);
  #lastStart: Uint32Array = new Uint32Array(64);
  readonly #maxWords: number;

  /** Starts with nothing. */
  constructor(maxWords: number = MAX_WORDS) {
    this.#maxWords = maxWords;
  }

  /** Width of a bin. */
  get binMs(): number {
    return this.#binMs;
  }

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    const { length } = this.#lastDayMs;
    if (rows <= length) return;
    this.#lastDayMs = resized(this.#lastDayMs, rows).fill(NaN, length);
    this.#lastStart = resized(this.#lastStart, rows);
  }

  /** Notes that an agent called that there is room for. */
  add(row: number, timeMs: number): void {
    let inDayMs = timeMs - this.#lastDayMs[row]!;
    if (!(inDayMs >= 0 && inDayMs < DAY_MS)) inDayMs = this.#enterDay(row, timeMs);
    const bin = ((inDayMs | 0) / FINEST_BIN_MS | 0) >>> this.#shift;
    this.#words[this.#lastStart[row]! + (bin >>> 5)]! |= 1 << (bin & 31);
  }

  /** Starts of the bins in which an agent called, epoch milliseconds, in order. */
  bins(row: number): Float64Array {
    const chunks = (this.#chunksOf[row] ?? []).toSorted((a, b) => this.#days[a]! - this.#days[b]!);
    const bins = new Float64Array(chunks.reduce((sum, chunk) => sum + bitsIn(this.#wordsOf(chunk)), 0));
    let length = 0;
    for (const chunk of chunks) length = this.#writeBins(chunk, bins, length);
    return bins;
  }

  #enterDay(row: number, timeMs: number): number {
    const day = Math.floor(timeMs / DAY_MS);
    const key = row * MAX_DAYS + day + DAYS_BEFORE_1970;
    const chunk = this.#chunkIds.get(key) ?? this.#newChunk(row, day * DAY_MS);
    this.#chunkIds.set(key, chunk);
    this.#lastDayMs[row] = day * DAY_MS;
    this.#lastStart[row] = chunk * this.#stride;
    return timeMs - day * DAY_MS;
  }

  #newChunk(row: number, dayMs: number): number {
    while ((this.#days.length + 1) * this.#stride > this.#maxWords && this.#stride > 1) this.#coarsen();
    const chunk = this.#days.push(dayMs) - 1;
    (this.#chunksOf[row] ??= []).push(chunk);
    const needed = this.#days.length * this.#stride;
    if (needed > this.#words.length) {
      const words = new Uint32Array(Math.max(needed, Math.min(this.#maxWords, this.#words.length * 2)));
      words.set(this.#words);
      this.#words = words;
    }
    return chunk;
  }

  #coarsen(): void {
    const stride = strideOf(this.#binMs * 2);
    const words = new Uint32Array(this.#words.length);
    for (let chunk = 0; chunk < this.#days.length; chunk++) {
      this.#wordsOf(chunk).forEach((word, at) => {
        for (let rest = word; rest !== 0; rest &= rest - 1) {
          const bin = at * 16 + (31 - Math.clz32(rest & -rest) >>> 1);
          words[chunk * stride + (bin >>> 5)]! |= 1 << (bin & 31);
        }
      });
    }
    this.#words = words;
    this.#binMs *= 2;
    this.#shift++;
    this.#lastStart = this.#lastStart.map((start) => start / this.#stride * stride);
    this.#stride = stride;
  }

  #writeBins(chunk: number, bins: Float64Array, length: number): number {
    const words = this.#wordsOf(chunk);
    const dayMs = this.#days[chunk]!;
    let to = length;
    for (let at = 0; at < words.length; at++) {
      for (let rest = words[at]!; rest !== 0; rest &= rest - 1) {
        bins[to++] = dayMs + (at * 32 + 31 - Math.clz32(rest & -rest)) * this.#binMs;
      }
    }
    return to;
  }

  #wordsOf(chunk: number): Uint32Array {
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
