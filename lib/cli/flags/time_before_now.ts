import { UsageError } from "../../errors.ts";
import { parseTimeBound, resolveTime } from "../../time_window.ts";

/**
 * The moment a flag of `fetch` or `collect` names: ISO 8601, or `-6h` for six hours before now; milliseconds since the
 * epoch.
 *
 * @throws {UsageError} when it is neither
 */
export function timeBeforeNow(text: string, nowMs: number): number {
  try {
    return resolveTime(parseTimeBound(text), nowMs) ?? nowMs;
  } catch (cause) {
    throw new UsageError(`"${text}" is not a time`, {
      remedy: "give a time such as 2026-04-12T03:00Z, or -6h for six hours before now",
      cause,
    });
  }
}

/** Reads the value of such a flag: checked for its form, kept as it was given. */
export function readTimeBeforeNow(text: string): string {
  timeBeforeNow(text, 0);
  return text;
}
