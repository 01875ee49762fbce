/**
 * Wakes a thread: whoever changed something that it may wait for gives the signal. The thread looks at the count, then
 * whether there is something to do, and waits only while the count is still the same: so it misses nothing.
 */
export class ThreadSignal {
  readonly #count: Int32Array;

  /** The signal whose count is the word at a place. */
  constructor(buffer: ArrayBufferLike, at: number) {
    this.#count = new Int32Array(buffer, at, 1);
  }

  /** How often it was given. */
  get count(): number {
    return Atomics.load(this.#count, 0);
  }

  /** Gives it. */
  give(): void {
    Atomics.add(this.#count, 0, 1);
    Atomics.notify(this.#count, 0);
  }

  /** Stops this thread until it is given, if it was not since that count; no longer than so many milliseconds. */
  wait(count: number, milliseconds: number = Infinity): void {
    Atomics.wait(this.#count, 0, count, milliseconds);
  }

  /** Resolves when it is given, at once if it was since that count. */
  async whenGiven(count: number): Promise<void> {
    await Atomics.waitAsync(this.#count, 0, count).value;
  }
}
