import { twoDigits } from "./line_bytes.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

const SPACE = 32;
const PLUS = 43;
const DASH = 45;
const SLASH = 47;
const COLON = 58;
const CLOSE = 93;
const MONTHS = new Map(
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map((name, month) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    month,
  ]),
);
/** Where words start that cover everything but the seconds. */
const WORDS = [0, 4, 8, 12, 14, 20, 23] as const;
/** The last two have a byte in common, so nothing stands in both: there is no time before. */
const NO_WORDS = [0, 0, 0, 0, 0, 0, -1] as const;

/** Reads the time of an access line from bytes: `12/Apr/2026:03:14:15 +0000]`. */
export class ClfTime {
  /** Epoch milliseconds. */
  timeMs = 0;
  /** What stood around the seconds of the time before: most lines are of the same minute. */
  readonly #words = Int32Array.from(NO_WORDS);
  #minuteMs = 0;
  #day = -1;
  #dayMs = 0;

  /** Reads the 27 bytes at `at`; the result stands in the field. */
  read({ bytes, view }: ViewedBytes, at: number): boolean {
    const seconds = twoDigits(bytes, at + 18);
    if (!(seconds >= 0 && seconds <= 59)) return false;
    if (!this.#isSameMinute(view, at)) {
      if (!this.#readMinute(bytes, at)) return false;
      for (let i = 0; i < WORDS.length; i++) this.#words[i] = view.getInt32(at + WORDS[i]!);
    }
    this.timeMs = this.#minuteMs + seconds * 1000;
    return true;
  }

  #isSameMinute(view: DataView, at: number): boolean {
    const words = this.#words;
    return view.getInt32(at + 14) === words[4] && view.getInt32(at + 12) === words[3] &&
      view.getInt32(at + 8) === words[2] && view.getInt32(at + 4) === words[1] &&
      view.getInt32(at) === words[0] && view.getInt32(at + 20) === words[5] &&
      view.getInt32(at + 23) === words[6];
  }

  #readMinute(b: Uint8Array, at: number): boolean {
    if (b[at + 2] !== SLASH || b[at + 6] !== SLASH || b[at + 11] !== COLON || b[at + 14] !== COLON) {
      return false;
    }
    if (b[at + 17] !== COLON || b[at + 20] !== SPACE || b[at + 26] !== CLOSE) return false;
    if (b[at + 21] !== PLUS && b[at + 21] !== DASH) return false;
    const month = (b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!;
    const date = twoDigits(b, at);
    const year = twoDigits(b, at + 7) * 100 + twoDigits(b, at + 9);
    const hours = twoDigits(b, at + 12);
    const minutes = twoDigits(b, at + 15);
    const zoneMinutes = twoDigits(b, at + 24);
    const zone = (twoDigits(b, at + 22) * 60 + zoneMinutes) * (b[at + 21] === DASH ? -1 : 1);
    // Date.UTC reads the years before 100 as of the 20th century.
    if (!(date >= 1 && date <= 31 && year >= 100 && hours >= 0 && hours <= 23)) return false;
    if (!(minutes >= 0 && minutes <= 59 && zoneMinutes >= 0 && zoneMinutes <= 59 && Math.abs(zone) <= 1080)) {
      return false;
    }
    if (!this.#setDay(year, month, date)) return false;
    this.#minuteMs = this.#dayMs + (hours * 60 + minutes - zone) * 60_000;
    return true;
  }

  #setDay(year: number, month: number, date: number): boolean {
    const day = month * 524_288 + year * 32 + date;
    if (day === this.#day) return true;
    const index = MONTHS.get(month);
    // The days of a month are the expressions' business.
    if (index === undefined || date > 28 && date > new Date(Date.UTC(year, index + 1, 0)).getUTCDate()) {
      return false;
    }
    this.#day = day;
    this.#dayMs = Date.UTC(year, index, date);
    return true;
  }
}
