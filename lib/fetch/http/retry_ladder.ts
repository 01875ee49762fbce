import { AttemptError } from "./attempt_error.ts";
import { retryDelayMs } from "./retry_delay.ts";
import { waitFor } from "./system_delay.ts";

/** A wait before a request is tried again. */
export interface RetryWait {
  /** Milliseconds. */
  readonly ms: number;
  /** What happened: `Ops Manager answered 503`. */
  readonly why: string;
}

/** How a request is repeated. */
export interface RetryLadderOptions {
  /** Whether repeating the request does no harm when it was done already: all methods but POST. */
  readonly isIdempotent: boolean;
  /** How often it is tried. */
  readonly maxAttempts: number;
  /** Waits, or rejects when the signal aborts. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Told before every wait. */
  readonly onWait?: ((wait: RetryWait) => void) | undefined;
  /** Ends the waiting with its reason. */
  readonly signal: AbortSignal;
}

/** Tries until it succeeds, fails for good, or was tried often enough. Attempts are 1-based. */
export async function retried<T>(
  attempt: (attempt: number) => Promise<T>,
  options: RetryLadderOptions,
): Promise<T> {
  for (let n = 1;; n++) {
    try {
      return await attempt(n);
    } catch (error) {
      if (!(error instanceof AttemptError) || error.retry === null) throw error;
      if (!options.isIdempotent && !error.retry.isUntouched) throw error;
      if (n >= options.maxAttempts) throw exhausted(error, n);
      const wait = { ms: error.retry.afterMs ?? retryDelayMs(n, options.random), why: error.retry.why };
      options.onWait?.(wait);
      await waitFor(options.delay, wait.ms, options.signal);
    }
  }
}

function exhausted(error: AttemptError, attempts: number): AttemptError {
  if (attempts > 1) error.message += ` (tried ${attempts} times)`;
  return error;
}
