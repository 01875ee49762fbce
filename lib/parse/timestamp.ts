const DAY_MS = 86_400_000;
/** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: outside, ISO 8601 text no longer sorts by time. */
const MIN_MS = -62_167_219_200_000;
const MAX_MS = 253_402_300_799_999;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;
const CLF =
  /^(\d{1,2})[/-]([A-Za-z]{3})[/-](\d{4})[: ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;
const EPOCH = /^(\d{9,10})(?:\.(\d{1,9}))?$|^(\d{12,13})$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Reads an ISO 8601 time of day as epoch milliseconds; `undefined` when it is not one, or out of range.
 *
 * Digits after the millisecond are cut. A time without a zone is UTC, as Ops Manager runs in GMT.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone] = ISO.exec(text) ?? [];
  if (year === undefined) return undefined;
  return epochMs([year, month, day, hour, minute, second].map(Number), fraction, zone);
}

/** Reads the time of an access line (`12/Apr/2026:03:14:15 +0000`, ISO 8601, or epoch) as epoch milliseconds. */
export function parseClfTime(text: string): number | undefined {
  const [, day, name = "", year, hour, minute, second, fraction = "", zone] = CLF.exec(text) ?? [];
  if (day === undefined) return parseTimestamp(text) ?? parseEpoch(text);
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  return epochMs([Number(year), month, ...[day, hour, minute, second].map(Number)], fraction, zone);
}

/** Writes epoch milliseconds as ISO 8601 UTC with milliseconds; outside the years 0 to 9999, the nearest in them. */
export function formatTime(ms: number): string {
  return new Date(Number.isNaN(ms) ? MIN_MS : Math.min(Math.max(ms, MIN_MS), MAX_MS)).toISOString();
}

function parseEpoch(text: string): number | undefined {
  const [, seconds, fraction = "", ms] = EPOCH.exec(text) ?? [];
  if (ms !== undefined) return Number(ms);
  return seconds === undefined ? undefined : Number(seconds) * 1000 + milliseconds(fraction);
}

function milliseconds(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function epochMs(parts: readonly number[], fraction: string, zone: string | undefined): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const offset = offsetMinutes(zone);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
  const seconds = (hour * 60 + minute - offset) * 60 + second;
  return daysFromEpoch(year, month, day) * DAY_MS + seconds * 1000 + milliseconds(fraction);
}

function offsetMinutes(zone: string | undefined): number | undefined {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "") ?? [];
  if (sign === undefined) return 0;
  // java.time.ZoneOffset ends at 18 hours.
  if (Number(hours) > 18 || Number(minutes) > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Counts from March, so that the leap day is the last of its year; `Date.UTC` would read year 26 as 1926. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}
