import { waitFor } from "./system_delay.ts";

/** Where time comes from. */
export interface RequestPaceOptions {
  /** Most requests per second. */
  readonly requestsPerSecond: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits, or rejects when the signal aborts. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Keeps the distance between requests that go one after the other. */
export class RequestPace {
  readonly #options: RequestPaceOptions;
  readonly #intervalMs: number;
  #lastMs: number | null = null;

  /** Creates the pace. The first request goes at once. */
  constructor(options: RequestPaceOptions) {
    this.#options = options;
    this.#intervalMs = 1000 / options.requestsPerSecond;
  }

  /** Resolves when the next request may go out; rejects with the signal's reason. */
  async pass(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const nowMs = this.#options.now();
    const sinceMs = this.#lastMs === null ? this.#intervalMs : nowMs - this.#lastMs;
    // Never longer than two intervals: the clock may have been set back.
    const waitMs = Math.min(2 * this.#intervalMs, this.#intervalMs - sinceMs);
    if (waitMs > 0) await waitFor(this.#options.delay, waitMs, signal);
    // A timer that is a little early must not let the rate creep up.
    this.#lastMs = Math.max(this.#options.now(), nowMs + Math.max(0, waitMs));
  }

  /**
   * Says that the answer to the request came. The server may have got the request a little after it went out, the first
   * one most of all, and counts from then on: at most a tenth of the interval, so that a slow server is not asked less.
   */
  answered(): void {
    if (this.#lastMs === null) return;
    const gotMs = Math.min(this.#options.now(), this.#lastMs + this.#intervalMs / 10);
    this.#lastMs = Math.max(this.#lastMs, gotMs);
  }
}
