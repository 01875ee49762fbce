const EMPTY = new Uint8Array(0);
const MIN_CAPACITY = 1024;

/**
 * The bytes a decoder has and has not used yet.
 *
 * A chunk that arrives at an empty window is borrowed, not copied, so bulk data costs nothing. What is left of it is
 * saved by `hold()`, which a decoder calls before it asks for more. Appending is amortised: chunks of one byte stay linear.
 */
export class ByteWindow {
  /** The buffer; what is unused lies in it from `start` to `end`. */
  bytes: Uint8Array = EMPTY;
  /** Index of the first unused byte. */
  start = 0;
  /** Index after the last byte. */
  end = 0;
  /** How many bytes were used before `start`, since the beginning. */
  position = 0;
  /** Whether no more bytes will come. */
  ended = false;
  /** How many used bytes to keep, for {@linkcode ByteWindow.rewind}. */
  retainBytes = 0;
  #own = EMPTY;

  /** Number of unused bytes. */
  get length(): number {
    return this.end - this.start;
  }

  /** Adds bytes at the end. They must stay unchanged until `hold()` or until all are used. */
  write(chunk: Uint8Array): void {
    if (this.length === 0 && this.retainBytes === 0) {
      this.bytes = chunk;
      this.start = 0;
      this.end = chunk.length;
      return;
    }
    this.hold();
    this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Copies what is left of a borrowed chunk, whose owner may then overwrite it. */
  hold(): void {
    if (this.bytes === this.#own) return;
    const kept = this.bytes.subarray(this.#keptFrom(), this.end);
    if (this.#own.length < kept.length) this.#own = new Uint8Array(Math.max(MIN_CAPACITY, 2 * kept.length));
    this.#own.set(kept);
    this.start -= this.#keptFrom();
    this.end = kept.length;
    this.bytes = this.#own;
  }

  /** Marks the next `count` bytes as used. */
  consume(count: number): void {
    this.start += count;
    this.position += count;
  }

  /** Makes up to `count` used bytes unused again, as far as they are still here. */
  rewind(count: number): void {
    this.consume(-Math.min(count, this.start));
  }

  /** Uses `count` bytes and returns them, valid until the next write. */
  take(count: number): Uint8Array {
    const view = this.bytes.subarray(this.start, this.start + count);
    this.consume(count);
    return view;
  }

  #keptFrom(): number {
    return Math.max(0, this.start - this.retainBytes);
  }

  #makeRoom(count: number): void {
    if (this.end + count <= this.#own.length) return;
    const from = this.#keptFrom();
    const needed = this.end - from + count;
    // Moving inside the buffer only when it frees half of it keeps the cost of every byte constant.
    const target = 2 * needed <= this.#own.length
      ? this.#own
      : new Uint8Array(Math.max(MIN_CAPACITY, 2 * needed));
    target.set(this.#own.subarray(from, this.end));
    this.start -= from;
    this.end -= from;
    this.#own = this.bytes = target;
  }
}
