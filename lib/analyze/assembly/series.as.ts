/**
 * Records counted by series (template and origin, scope) and by bin of ten seconds. The words of a series wait beside its key
 * and go into its slab together: that is in another page of memory, where to go is slow.
 *
 * @module
 */
import { reserve } from "./reserve.as";
import { AFTER, BIN, FIRST, LAST, SERIES_BYTES, WAITING } from "./series_layout.as";
import { firstSeries, seriesOf } from "./series_keys.as";
import { addFar, closeSlab, endSlab, isNear, storeWords } from "./series_slabs.as";

export { beginReading, readRows, rows, spilled } from "./read_rows.as";
export { reserve } from "./reserve.as";
export { firstSeries, moved } from "./series_keys.as";

const BIN_MS: f64 = 10000;
const MAX_BIN: f64 = 2147483647;
const ORIGIN_BITS: u32 = 13;
const MAX_ROWS: u32 = 8192;

/** Columns of records: times, templates, scopes. */
export const columns: u32 = reserve(16 * MAX_ROWS);
/** The series of each of them. */
const ats: u32 = reserve(4 * MAX_ROWS);

/** Counts the records in the columns, which are of one origin. */
export function addRecords(length: u32, origin: u32): void {
  // In two loops: what is mispredicted in the one does not wait for what the other one loads.
  let template = columns + 8 * MAX_ROWS;
  let scope = columns + 12 * MAX_ROWS;
  let to = ats;
  for (const end = to + 4 * length; to < end; to += 4, template += 4, scope += 4) {
    store<u32>(to, seriesOf(load<u32>(template) << ORIGIN_BITS | origin, load<u32>(scope)));
  }
  let bin: i32 = 0;
  let binMs: f64 = NaN;
  let at = ats;
  for (let time = columns; at < to; at += 4, time += 8) {
    const timeMs = load<f64>(time);
    // Most records are in the bin of the one before.
    if (!(timeMs >= binMs && timeMs < binMs + BIN_MS)) {
      const number = floor(timeMs / BIN_MS);
      binMs = number * BIN_MS;
      bin = <i32> max(min(number, MAX_BIN), -MAX_BIN);
    }
    addRecord(load<u32>(at), timeMs, bin, <u32> (timeMs - binMs));
  }
}

// @inline
function addRecord(at: u32, timeMs: f64, bin: i32, offset: u32): void {
  const steps = bin - load<i32>(at, BIN);
  store<i32>(at, bin, BIN);
  if (timeMs < load<f64>(at, FIRST)) store<f64>(at, timeMs, FIRST);
  store<f64>(at, max(timeMs, load<f64>(at, LAST)), LAST);
  if (!isNear(steps)) return addFar(at, steps, offset);
  const to = load<u32>(at, WAITING);
  store<u32>(to, (steps << 16) | offset << 1);
  store<u32>(at, to + 4, WAITING);
  if (to + 4 == at + SERIES_BYTES) storeWords(at);
}

/** Ends the slabs in a chunk, which is about to leave. */
export function closeSlabs(from: u32): void {
  for (let at = firstSeries; at != 0; at = load<u32>(at, AFTER)) closeSlab(at, from);
}

/** Puts everything that waits where it can be read. */
export function storeAll(): void {
  for (let at = firstSeries; at != 0; at = load<u32>(at, AFTER)) {
    storeWords(at);
    endSlab(at);
  }
}
