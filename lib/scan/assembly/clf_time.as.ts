/**
 * The time of an access line as `ClfTime` reads it, with what is behind it: `12/Apr/2026:03:14:15 +0000] "`.
 *
 * @module
 */
import { CLOSE, COLON, DASH, SPACE, twoDigitsAt } from "./bytes.as";
import { dayNumber, daysIn } from "./record_start.as";

const SLASH: u32 = 47;
const PLUS: u32 = 43;
const MOST_ZONE_MINUTES: u32 = 1080;
/** ` "` */
const SPACE_QUOTE: u32 = 0x2220;
const TIME_BYTES: u32 = 29;

/** Epoch milliseconds of the last time. */
export let clfMs: i64 = 0;

/** What stood around the seconds of the time before, with zeros for them: most lines are of the same minute. */
let first = i8x16.splat(0);
let last = i8x16.splat(-1);
let minuteMs: i64 = 0;

/** Reads the 29 bytes at `at`; false when they are no time. */
// @inline
export function readClfTime(at: u32): bool {
  const second = twoDigitsAt(at + 18);
  if (second > 59 || (!isSameMinute(at) && !readMinute(at))) return false;
  clfMs = minuteMs + <i64> (second * 1000);
  return true;
}

function isSameMinute(at: u32): bool {
  return !v128.any_true(v128.or(v128.xor(v128.load(at), first), v128.xor(lastBytes(at), last)));
}

/** The last 16 bytes of a time, without its seconds. */
function lastBytes(at: u32): v128 {
  const other = i8x16(-1, -1, -1, -1, -1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  return v128.and(v128.load(at, TIME_BYTES - 16), other);
}

function readMinute(at: u32): bool {
  if (
    load<u8>(at, 2) != SLASH || load<u8>(at, 6) != SLASH || load<u8>(at, 11) != COLON ||
    load<u8>(at, 14) != COLON || load<u8>(at, 17) != COLON || load<u8>(at, 20) != SPACE ||
    load<u8>(at, 26) != CLOSE || <u32> load<u16>(at, 27) != SPACE_QUOTE
  ) return false;
  const sign: u32 = load<u8>(at, 21);
  const zoneHours = twoDigitsAt(at + 22);
  const zoneMinutes = twoDigitsAt(at + 24);
  const zone = zoneHours * 60 + zoneMinutes;
  if ((sign != PLUS && sign != DASH) || zoneMinutes > 59 || zone > MOST_ZONE_MINUTES) return false;
  const hours = twoDigitsAt(at + 12);
  const minutes = twoDigitsAt(at + 15);
  if (hours > 23 || minutes > 59 || !readDay(at)) return false;
  const minute = <i64> (hours * 60 + minutes) - (sign == DASH ? -(<i64> zone) : <i64> zone);
  minuteMs += minute * 60_000;
  first = v128.load(at);
  last = lastBytes(at);
  return true;
}

function readDay(at: u32): bool {
  const date = twoDigitsAt(at);
  const month = monthAt(at + 3);
  const century = twoDigitsAt(at + 7);
  const yearOfCentury = twoDigitsAt(at + 9);
  // The years before 100 are TypeScript's business.
  if (month == 0 || century - 1 > 98 || yearOfCentury > 99) return false;
  const year = century * 100 + yearOfCentury;
  if (date - 1 >= daysIn(year, month)) return false;
  // No zeros for the seconds: there is no time before.
  last = i8x16.splat(-1);
  minuteMs = dayNumber(year, month, date) * 86_400_000;
  return true;
}

/** 1 to 12; 0: this is no month. */
function monthAt(at: u32): u32 {
  const name = load<u32>(at) & 0xffffff;
  if (name == 0x6e614a) return 1;
  if (name == 0x626546) return 2;
  if (name == 0x72614d) return 3;
  if (name == 0x727041) return 4;
  if (name == 0x79614d) return 5;
  if (name == 0x6e754a) return 6;
  if (name == 0x6c754a) return 7;
  if (name == 0x677541) return 8;
  if (name == 0x706553) return 9;
  if (name == 0x74634f) return 10;
  if (name == 0x766f4e) return 11;
  return name == 0x636544 ? 12 : 0;
}
