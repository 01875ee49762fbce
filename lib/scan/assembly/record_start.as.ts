/**
 * The start of a record, `2026-04-12T03:14:15.926+0000 [`, as `RecordHead.readStart()` reads it.
 *
 * @module
 */
import { COLON, DASH, OPEN, SPACE, twoDigitsAt } from "./bytes.as";

const USUAL_BYTES: u32 = 30;
/** The second 16 bytes of a usual start begin so many after the first ones. */
const SECOND_AT: u32 = 14;
const DAY_MS: i64 = 86_400_000;

/** Of eight bytes that start with a colon: the digits of seconds and milliseconds, and what takes a higher value to its top bit. */
const DIGITS: u64 = 0x0030303000303000;
const DIGIT_PLACES: u64 = 0x00ffffff00ffff00;
const ABOVE_NINE: u64 = 0x0076767600767600;
const TOP_BITS: u64 = 0x0080808000808000;

/** Epoch milliseconds of the last start. */
export let startMs: i64 = 0;
/** Its first byte after `[`. */
export let threadFrom: u32 = 0;

/** The last usual start, with zeros for the digits of seconds and milliseconds: most records are of the same minute. */
let firstBytes: v128 = i8x16.splat(0);
let secondBytes: v128 = i8x16.splat(0);
let minuteMs: i64 = 0;
let zoneMs: i64 = 0;
let zoneEnd: u32 = 0;

/** How much a byte of the second 16 may be above {@linkcode secondBytes}: in variables, as a constant is put together anew. */
let limits: v128 = i8x16.splat(0);
/** Where their digits are. */
let digitPlaces: v128 = i8x16.splat(0);
let tens: v128 = i8x16.splat(0);
let thousands: v128 = i8x16.splat(0);

/** Has to be called before anything else. */
export function startStarts(): void {
  limits = i8x16(0, 0, 0, 5, 9, 0, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0);
  digitPlaces = i8x16(3, 4, 6, 7, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  tens = i8x16(10, 1, 10, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  thousands = i16x8(1000, 10, 1, 0, 0, 0, 0, 0);
  forgetStart();
}

/** Both hold the bytes 14 and 15: no start has two of one. */
function forgetStart(): void {
  firstBytes = i8x16.splat(0);
  secondBytes = i8x16.splat(1);
}

/** Whether a record starts at `at`. */
// @inline
export function readStart(at: u32, end: u32): bool {
  if (end - at >= USUAL_BYTES) {
    const first = v128.xor(v128.load(at), firstBytes);
    const second = v128.xor(v128.load(at, SECOND_AT), secondBytes);
    if (!v128.any_true(v128.or(first, i8x16.sub_sat_u(second, limits)))) {
      const digits = i8x16.relaxed_swizzle(second, digitPlaces);
      const pairs = i32x4.dot_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(tens, digits), thousands);
      const both = i64x2.extract_lane(pairs, 0);
      startMs = minuteMs + (both >> 32) + (both & 0xffffffff);
      threadFrom = at + USUAL_BYTES;
      return true;
    }
  }
  return load<u8>(at, 4) == DASH && readAnyStart(at, end);
}

/** Milliseconds in the minute, of `:15.926`; -1: this is none. */
function secondMs(at: u32): i64 {
  const bytes = load<u64>(at, 16);
  const separator = <u32> (bytes >> 24) & 255;
  if ((<u32> bytes & 255) != COLON || (separator != 46 && separator != 44)) return -1;
  // The digits of the seconds are in the lower half, those of the milliseconds in the upper.
  const digits = (bytes ^ DIGITS) & DIGIT_PLACES;
  if ((((digits + ABOVE_NINE) | digits) & TOP_BITS) != 0) return -1;
  const low = <u32> digits;
  const high = <u32> (digits >> 32);
  const second = ((low >> 8) & 15) * 10 + ((low >> 16) & 15);
  const ms = (high & 15) * 100 + ((high >> 8) & 15) * 10 + ((high >> 16) & 15);
  return second > 59 ? -1 : <i64> (second * 1000 + ms);
}

function readAnyStart(at: u32, end: u32): bool {
  if (end - at < 26 || load<u8>(at, 7) != DASH || load<u8>(at, 10) != 84 || load<u8>(at, 13) != COLON) {
    return false;
  }
  const second = secondMs(at);
  if (second < 0 || !readMinute(at) || !readZone(at + 23, end)) return false;
  if (zoneEnd + 1 >= end || load<u8>(zoneEnd) != SPACE || load<u8>(zoneEnd, 1) != OPEN) return false;
  minuteMs -= zoneMs;
  startMs = minuteMs + second;
  threadFrom = zoneEnd + 2;
  if (threadFrom != at + USUAL_BYTES) return true;
  firstBytes = v128.load(at);
  const isDigit = i8x16.ne(limits, i8x16.splat(0));
  secondBytes = v128.bitselect(i8x16.splat(48), v128.load(at, SECOND_AT), isDigit);
  return true;
}

function readMinute(at: u32): bool {
  const century = twoDigitsAt(at);
  const yearOfCentury = twoDigitsAt(at + 2);
  const month = twoDigitsAt(at + 5);
  const date = twoDigitsAt(at + 8);
  const hours = twoDigitsAt(at + 11);
  const minutes = twoDigitsAt(at + 14);
  if (century > 99 || yearOfCentury > 99 || month - 1 > 11 || hours > 23 || minutes > 59) return false;
  const year = century * 100 + yearOfCentury;
  if (date - 1 >= daysIn(year, month)) return false;
  forgetStart();
  minuteMs = dayNumber(year, month, date) * DAY_MS + <i64> ((hours * 60 + minutes) * 60_000);
  return true;
}

/** Reads `Z`, `+0200`, `-02:00`. */
function readZone(at: u32, end: u32): bool {
  const sign = load<u8>(at);
  zoneMs = 0;
  zoneEnd = at + 1;
  if (sign == 90) return true;
  if (sign != 43 && sign != DASH) return false;
  const minutesAt = load<u8>(at, 3) == COLON ? at + 4 : at + 3;
  if (minutesAt + 2 > end) return false;
  const hours = twoDigitsAt(at + 1);
  const minutes = twoDigitsAt(minutesAt);
  if (hours > 18 || minutes > 59) return false;
  zoneMs = <i64> ((hours * 60 + minutes) * 60_000) * (sign == DASH ? -1 : 1);
  zoneEnd = minutesAt + 2;
  return true;
}

/** Days of a month of the Gregorian calendar. */
export function daysIn(year: u32, month: u32): u32 {
  if (month != 2) return 30 + ((month + (month >> 3)) & 1);
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
}

/** Days since 1970. Counts from March, so that the leap day is the last of its year, and from a cycle before the year 0. */
export function dayNumber(year: u32, month: u32, date: u32): i64 {
  const years = <i64> (year + 400 - (month <= 2 ? 1 : 0));
  const dayOfYear = <i64> ((153 * ((month + 9) % 12) + 2) / 5 + date - 1);
  return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468 - 146_097;
}
