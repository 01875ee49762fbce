const SECONDS_REGEXP = /^\d{1,10}$/;
const DATE_REGEXP = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? /;

/**
 * Milliseconds to wait by a `Retry-After` header (RFC 9110 §10.2.3: seconds, or one of three forms of date); 0 when
 * the date is over, null when there is none or it cannot be read.
 */
export function parseRetryAfter(text: string | null, nowMs: number): number | null {
  const value = text?.trim() ?? "";
  if (SECONDS_REGEXP.test(value)) return Number(value) * 1000;
  const dateMs = parseHttpDate(value);
  return dateMs === null ? null : Math.max(0, dateMs - nowMs);
}

/** Milliseconds since the epoch of an HTTP-date (RFC 9110 §5.6.7), always UTC; null when it is none. */
export function parseHttpDate(text: string | null): number | null {
  if (text === null || text.length > 64 || !DATE_REGEXP.test(text)) return null;
  // The asctime form names no zone, and Date.parse would take the machine's.
  const dateMs = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(dateMs) ? null : dateMs;
}
