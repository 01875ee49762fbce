import { UsageError } from "../errors.ts";

const ISO_TIME_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** A time as the API takes it: ISO 8601, UTC, cut to the whole second (it refuses fractions). */
export function apiTime(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Reads a time that the API sent, in milliseconds since the epoch; null: there is none, or it cannot be read. */
export function sentTimeMs(text: string | null): number | null {
  const timeMs = text === null ? NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs;
}

/**
 * Reads a time given by the caller, in milliseconds since the epoch.
 *
 * @param what what the time is, for the message: "maxDate"
 * @throws {UsageError} if it is not ISO 8601 with a zone
 */
export function parseApiTime(text: string, what: string): number {
  const timeMs = ISO_TIME_REGEXP.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new UsageError(
    `Cannot use ${what} ${JSON.stringify(text.slice(0, 60))}: it must be an ISO 8601 time with its zone`,
    { remedy: "write it like 2026-04-12T03:14:15Z" },
  );
}
