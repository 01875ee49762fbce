import { ServeError } from "../serve_error.ts";

/** Workers that search at the same time: each has a thread and opens the case for itself. */
const MAX_RUNNING = 4;
/** Searches that wait for one. */
const MAX_WAITING = 64;

/** Lets a few search at a time, in the order in which they came. */
export class SearchTurns {
  readonly #waiting = new Set<() => void>();
  #running = 0;

  /**
   * Waits for a turn; what it gives ends it.
   *
   * @throws {ServeError} 503 when too many wait; the signal's reason when it is aborted
   */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (this.#running < MAX_RUNNING) this.#running++;
    else await this.#wait(signal);
    return () => this.#end();
  }

  /** Whoever ends hands the turn over: the number that run stays. */
  async #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= MAX_WAITING) throw tooMany();
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      this.#waiting.delete(resolve);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    this.#waiting.add(resolve);
    try {
      await promise;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #end(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#running--;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}

function tooMany(): ServeError {
  return new ServeError(`Cannot search: ${MAX_WAITING} other searches wait already`, {
    status: 503,
    code: "busy",
    remedy: "try again in a moment",
  });
}
