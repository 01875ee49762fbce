import { AttemptError } from "./attempt_error.ts";
import { waitFor } from "./system_delay.ts";

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

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
      // A server that says "at once" again and again, or a time that is over, must not use up all attempts in a moment.
      const ms = Math.max(error.retry.afterMs ?? 0, retryDelayMs(n, options.random));
      const wait = { ms, why: error.retry.why };
      options.onWait?.(wait);
      await waitFor(options.delay, wait.ms, options.signal);
    }
  }
}

/** Milliseconds to wait after a failed attempt (1-based): doubling from 1 s to 60 s, any part of it ("full jitter"). */
export function retryDelayMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}

function exhausted(error: AttemptError, attempts: number): AttemptError {
  if (attempts > 1) error.message += ` (tried ${attempts} times)`;
  return error;
}
