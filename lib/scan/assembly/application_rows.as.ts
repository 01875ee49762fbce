/**
 * What a scan of an application log gives: rows in columns, lines that TypeScript looks at itself, new names.
 *
 * @module
 */

/** Rows there is room for, as in an area, odd lines and new names of one call; `assembled_memory.ts` has the same numbers. */
const ROWS: u32 = 26_208;
const WIDE: u32 = 8 * ROWS;
const NARROW: u32 = 4 * ROWS;
const FIRST_NARROW: u32 = 2 * WIDE;
export const MAX_ODD_LINES: u32 = 1024;
export const MAX_NAMES: u32 = 2048;
/** Kinds of odd lines. */
export const HEADER: u32 = 1;
export const REJECT: u32 = 2;
export const ORPHAN: u32 = 3;
/** Kinds of new names. */
export const THREAD: u32 = 1;
export const PROJECT: u32 = 2;
export const JOB: u32 = 3;
export const CLIENT: u32 = 4;
export const USER: u32 = 5;

/** Where the columns are; at first, anywhere. */
let columns: u32 = 0;
let oddLines: u32 = 0;
let names: u32 = 0;
/** Rows so far. */
export let rowCount: u32 = 0;
/** Odd lines of this call. */
export let oddLineCount: u32 = 0;
/** New names of this call. */
export let nameCount: u32 = 0;

/** Says where odd lines and names go. */
export function setResults(oddLinesAt: u32, namesAt: u32): void {
  oddLines = oddLinesAt;
  names = namesAt;
}

/** Starts over. */
export function clearResults(): void {
  oddLineCount = nameCount = 0;
}

/** How many lines are sure to fit. */
export function linesLeft(): u32 {
  return min(min(ROWS - 1 - rowCount, MAX_ODD_LINES - oddLineCount), (MAX_NAMES - nameCount) >> 1);
}

/** Whether the names of one line may not fit any more. */
export function areNamesFull(): bool {
  return nameCount + 2 > MAX_NAMES;
}

/** Starts a row: two columns of 8 bytes, then six of 4. It counts once it ends. */
// @inline
export function startRow(timeMs: f64, byteOffset: f64, scope: u32, thread: u32, line: u32): void {
  const wide = columns + (rowCount << 3);
  store<f64>(wide, timeMs);
  store<f64>(wide, byteOffset, WIDE);
  const narrow = columns + (rowCount << 2);
  store<u32>(narrow, scope, FIRST_NARROW + NARROW);
  store<u32>(narrow, thread, FIRST_NARROW + 2 * NARROW);
  store<u32>(narrow, line, FIRST_NARROW + 5 * NARROW);
}

/** Ends the row that was started. */
// @inline
export function endRow(template: u32, key: u32, byteLength: u32): void {
  const narrow = columns + (rowCount << 2);
  store<u32>(narrow, template, FIRST_NARROW);
  store<u32>(narrow, key, FIRST_NARROW + 3 * NARROW);
  store<u32>(narrow, byteLength, FIRST_NARROW + 4 * NARROW);
  rowCount++;
}

/** Says where the columns are, and how many rows are in them; a row that was started goes on there. */
export function useColumns(at: u32, rows: u32): void {
  for (let i: u32 = 0; i < 2; i++) {
    store<u64>(at + WIDE * i + (rows << 3), load<u64>(columns + WIDE * i + (rowCount << 3)));
  }
  for (let i: u32 = 0; i < 6; i++) {
    const column = FIRST_NARROW + NARROW * i;
    store<u32>(at + column + (rows << 2), load<u32>(columns + column + (rowCount << 2)));
  }
  columns = at;
  rowCount = rows;
}

/** Adds a line that is no part of a record. */
export function addOddLine(kind: u32, from: u32, to: u32, line: u32): void {
  const at = oddLines + 20 * oddLineCount++;
  store<u32>(at, kind);
  store<u32>(at, from, 4);
  store<u32>(at, to, 8);
  store<u32>(at, line, 12);
  store<u32>(at, rowCount, 16);
}

/** Adds a name that got a new id. */
export function addName(kind: u32, from: u32, to: u32): void {
  const at = names + 12 * nameCount++;
  store<u32>(at, kind);
  store<u32>(at, from, 4);
  store<u32>(at, to, 8);
}
