/**
 * Reads rows that {@linkcode storeWords} wrote.
 *
 * @module
 */
import { reserve } from "./reserve.as";
import { FAR, MOST_WORDS, OFFSET_BITS, OFFSET_MASK, SEVERAL } from "./series_slabs.as";

const ROW_BYTES: u32 = 12;
/** Room for the words of a slab that is not here any more. */
export const spilled: u32 = reserve(4 * MOST_WORDS);
/** Rows that were read: bin, records, first and last offset in it. */
export const rows: u32 = reserve(ROW_BYTES * (MOST_WORDS + 1));
let lastRow: u32 = 0;
let lastBin: i32 = 0;

/** Begins to read a series. */
export function beginReading(): void {
  lastRow = 0;
  lastBin = 0;
}

/** Reads the words of the next slab; returns where the rows end that are complete, those of the last slab all are. */
export function readRows(from: u32, words: u32, isLast: bool): u32 {
  let to = rows;
  if (lastRow != 0) {
    memory.copy(rows, lastRow, ROW_BYTES);
    lastRow = rows;
    to += ROW_BYTES;
  }
  for (const end = from + 4 * words; from < end;) {
    const word = load<u32>(from);
    let steps = <i32> word >> 16;
    let first = word >>> 1 & OFFSET_MASK;
    let last = first;
    let count: u32 = 1;
    from += 4;
    if (word & SEVERAL) {
      const other = load<u32>(from);
      from += 4;
      first = last = word >>> 2 & OFFSET_MASK;
      if ((word & FAR) == FAR) steps = <i32> other;
      else {
        last = other & OFFSET_MASK;
        count = other >>> OFFSET_BITS;
      }
    }
    if (steps == 0 && lastRow != 0) addToRow(lastRow, count, first, last);
    else {
      lastBin += steps;
      store<i32>(to, lastBin);
      store<u32>(to, count, 4);
      store<u32>(to, first | last << OFFSET_BITS, 8);
      lastRow = to;
      to += ROW_BYTES;
    }
  }
  return isLast || to == rows ? to : to - ROW_BYTES;
}

// @inline
function addToRow(row: u32, count: u32, first: u32, last: u32): void {
  const offsets = load<u32>(row, 8);
  first = min(first, offsets & OFFSET_MASK);
  last = max(last, offsets >>> OFFSET_BITS);
  store<u32>(row, load<u32>(row, 4) + count, 4);
  store<u32>(row, first | last << OFFSET_BITS, 8);
}
