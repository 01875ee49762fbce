/**
 * Requests by route and host, five minutes and class of latency.
 *
 * @module
 */
import { seriesOf, takeCounts } from "./env.as";
import {
  COUNT_CELLS,
  COUNT_OWNERS,
  COUNTS,
  MAX_COUNTS,
  SERIES_BYTES,
  SERIES_OF,
  SERIES_TABLE,
} from "./places.as";

const MAX_ENTRIES: u32 = 4_000_000;
/** With so many entries, only routes with at least this many requests get more. */
const BUSY_ROUTE: f64 = 1000;
/** A count has the class of latency in the bits above these. */
const COUNT_BITS: u32 = 26;
const MAX_COUNT: u32 = (1 << COUNT_BITS) - 1;

/** Counts that wait to be taken. */
export let countCount: u32 = 0;
let entries: u32 = 0;

/** Counts a request. */
// @inline
export function countInSeries(route: u32, cell: i32, latency: u32): void {
  let number = load<u32>(SERIES_OF + (route << 2));
  if (number == 0) number = seriesOf(route);
  const own = SERIES_TABLE + number * SERIES_BYTES;
  if (load<i32>(own, 8) != cell) closeSeries(number, cell);
  const at = own + (latency << 2);
  const count = load<u32>(at, 16);
  store<u32>(at, count + 1, 16);
  if (count == 0) store<u32>(own, load<u32>(own, 12) | 1 << latency, 12);
}

/** Ends the open cell of a series. */
function closeSeries(number: u32, next: i32): void {
  const own = SERIES_TABLE + number * SERIES_BYTES;
  const cell = load<i32>(own, 8);
  const used = load<u32>(own, 12);
  let sum: u32 = 0;
  for (let rest = used; rest != 0; rest &= rest - 1) sum += load<u32>(own + (ctz(rest) << 2), 16);
  const total = load<f64>(own) + <f64> sum;
  store<f64>(own, total);
  const isKept = entries < MAX_ENTRIES || total >= BUSY_ROUTE;
  for (let rest = used; rest != 0; rest &= rest - 1) {
    const latency = ctz(rest);
    const at = own + (latency << 2);
    if (isKept) addCount(number, cell, (latency << COUNT_BITS) + min(load<u32>(at, 16), MAX_COUNT));
    store<u32>(at, 0, 16);
  }
  store<i32>(own, next, 8);
  store<u32>(own, 0, 12);
}

/** Ends the open cells of all series up to a number. */
export function closeAllSeries(last: u32): void {
  for (let number: u32 = 1; number <= last; number++) {
    closeSeries(number, load<i32>(SERIES_TABLE + number * SERIES_BYTES, 8));
  }
  take();
}

function addCount(owner: u32, cell: i32, count: u32): void {
  store<u16>(COUNT_OWNERS + (countCount << 1), <u16> owner);
  store<i32>(COUNT_CELLS + (countCount << 2), cell);
  store<u32>(COUNTS + (countCount << 2), count);
  entries++;
  if (++countCount == MAX_COUNTS) take();
}

function take(): void {
  takeCounts();
  countCount = 0;
}
