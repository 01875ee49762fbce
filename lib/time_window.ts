import { UsageError } from "./errors.ts";
import { parseTimestamp } from "./parse/timestamp.ts";

/** A time as the user gave it: absolute, or relative to the end of the logs. */
export type TimeBound = { readonly timeMs: number } | { readonly beforeEndMs: number };

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const RELATIVE = /^-(\d{1,9})(s|m|h|d|w)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads `--since` and `--until`: ISO 8601 (UTC without a zone), or `-2h`, relative to the end of the logs.
 *
 * @throws {UsageError} when it is neither
 */
export function parseTimeBound(text: string): TimeBound {
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return { beforeEndMs: Number(amount) * UNIT_MS[unit]! };
  const timeMs = parseTimestamp(DATE.test(text) ? `${text}T00:00:00Z` : text);
  if (timeMs !== undefined) return { timeMs };
  throw new UsageError(`Cannot read time ${JSON.stringify(text)}: it is neither ISO 8601 nor relative`, {
    remedy: "write a time like 2026-04-12T03:00Z, or -2h for two hours before the end of the logs",
  });
}

/** The time that a bound stands for when the logs end at `endMs`. */
export function resolveTime(bound: TimeBound | null, endMs: number): number | null {
  if (bound === null) return null;
  return "timeMs" in bound ? bound.timeMs : endMs - bound.beforeEndMs;
}
