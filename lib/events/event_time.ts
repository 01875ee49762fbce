const ISO_REGEXP =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(?:Z|([+-])(\d\d):?(\d\d))?$/i;
const EPOCH_MS_REGEXP = /^\d{12,14}$/;
/** 1973-03-03: smaller numbers are not milliseconds of any event, rather seconds. */
const MIN_EPOCH_MS = 1e11;
/** 9999-12-31T23:59:59.999Z: later times have no four-digit year, which sorting by text needs. */
const MAX_EPOCH_MS = 253_402_300_799_999;

/**
 * Reads the time of an event: ISO 8601 (UTC when it names no zone), epoch milliseconds, or the database's
 * `{"$date": …}` of either.
 *
 * @returns ISO 8601 UTC with milliseconds (further digits are cut), or `null` when it is no time.
 */
export function parseEventTime(value: unknown): string | null {
  if (typeof value === "string") {
    return EPOCH_MS_REGEXP.test(value) ? fromEpoch(Number(value)) : fromIso(value);
  }
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "object" || value === null) return null;
  if ("$numberLong" in value) return fromEpoch(Number(value.$numberLong));
  if (!("$date" in value)) return null;
  const date = value.$date;
  // One level only: `$date` holds a plain time or a `$numberLong`.
  return typeof date === "object" && date !== null && "$date" in date ? null : parseEventTime(date);
}

function fromEpoch(epochMs: number): string | null {
  if (!(epochMs >= MIN_EPOCH_MS && epochMs <= MAX_EPOCH_MS)) return null;
  return new Date(epochMs).toISOString();
}

function fromIso(text: string): string | null {
  const match = ISO_REGEXP.exec(text);
  if (match === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = "00",
    fraction = "",
    sign,
    zoneHour = "0",
    zoneMinute = "0",
  ] = match;
  const plain = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const time = Date.parse(plain);
  // Date moves days that do not exist into the next month. Comparing whole texts instead costs three times as much.
  if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day)) return null;
  if (sign === undefined) return plain;
  const zoneMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === "-" ? -1 : 1);
  const utc = new Date(time - zoneMs).toISOString();
  return utc.length === plain.length ? utc : null;
}
