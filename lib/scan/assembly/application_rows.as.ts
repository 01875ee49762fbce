/**
 * What a scan of an application log gives: rows in columns, lines that TypeScript looks at itself, new names.
 *
 * @module
 */

/** Rows, odd lines and new names of one call; `assembled_scan.ts` has the same numbers. */
export const MAX_ROWS: u32 = 4096;
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

/** Where the columns are. */
let columns: u32 = 0;
let oddLines: u32 = 0;
let names: u32 = 0;
/** Rows of this call. */
export let rowCount: u32 = 0;
/** Odd lines of this call. */
export let oddLineCount: u32 = 0;
/** New names of this call. */
export let nameCount: u32 = 0;

/** Says where columns, odd lines and names go. */
export function setResults(columnsAt: u32, oddLinesAt: u32, namesAt: u32): void {
  columns = columnsAt;
  oddLines = oddLinesAt;
  names = namesAt;
}

/** Starts over. */
export function clearResults(): void {
  rowCount = oddLineCount = nameCount = 0;
}

/** How many lines are sure to fit. */
export function linesLeft(): u32 {
  return min(min(MAX_ROWS - 1 - rowCount, MAX_ODD_LINES - oddLineCount), (MAX_NAMES - nameCount) >> 1);
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
  store<f64>(wide, byteOffset, 8 * MAX_ROWS);
  const narrow = narrowAt();
  store<u32>(narrow, scope, 4 * MAX_ROWS);
  store<u32>(narrow, thread, 8 * MAX_ROWS);
  store<u32>(narrow + 12 * MAX_ROWS, line, 8 * MAX_ROWS);
}

/** Ends the row that was started. */
// @inline
export function endRow(template: u32, key: u32, byteLength: u32): void {
  const narrow = narrowAt();
  store<u32>(narrow, template);
  store<u32>(narrow + 12 * MAX_ROWS, key);
  store<u32>(narrow + 12 * MAX_ROWS, byteLength, 4 * MAX_ROWS);
  rowCount++;
}

/** The row's place in the first narrow column: offsets beyond the first page of the memory would cost another check each. */
// @inline
function narrowAt(): u32 {
  return columns + (rowCount << 2) + 16 * MAX_ROWS;
}

/** Makes the row that was started the first one. */
export function moveRow(): void {
  for (let i: u32 = 0; i < 2; i++) {
    const column = columns + 8 * MAX_ROWS * i;
    store<u64>(column, load<u64>(column + (rowCount << 3)));
  }
  for (let i: u32 = 4; i < 10; i++) {
    const column = columns + 4 * MAX_ROWS * i;
    store<u32>(column, load<u32>(column + (rowCount << 2)));
  }
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
