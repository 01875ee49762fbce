const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Milliseconds to wait after a failed attempt (1-based): doubling from 1 s to 60 s, any part of it ("full jitter"). */
export function retryDelayMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}
