/**
 * Rows of requests, in the columns of a block.
 *
 * @module
 */

/** Rows there is room for, as in an area: `assembled_memory.ts` has the same number. */
const ROWS: u32 = 14_976;
const WIDE: u32 = 8 * ROWS;
const NARROW: u32 = 4 * ROWS;
const FIRST_NARROW: u32 = 4 * WIDE;
const LATENCY: u32 = FIRST_NARROW + 8 * NARROW;
const STATUS: u32 = LATENCY + NARROW;

let columns: u32 = 0;
/** Rows so far. */
export let requestCount: u32 = 0;

/** Says where the columns are, and how many rows are in them. */
export function setRequestColumns(at: u32, rows: u32): void {
  columns = at;
  requestCount = rows;
}

/** Whether there is no room for a row. */
export function areRequestsFull(): bool {
  return requestCount == ROWS;
}

/** Adds what a line says by itself to a row. */
// @inline
export function addFacts(
  timeMs: f64,
  byteOffset: f64,
  responseBytes: f64,
  agentTimeMs: f64,
  latencyMs: f64,
  status: u32,
  byteLength: u32,
  line: u32,
): void {
  const wide = columns + (requestCount << 3);
  store<f64>(wide, timeMs);
  store<f64>(wide, byteOffset, WIDE);
  store<f64>(wide, responseBytes, 2 * WIDE);
  store<f64>(wide, agentTimeMs, 3 * WIDE);
  const narrow = columns + (requestCount << 2);
  store<u32>(narrow, byteLength, FIRST_NARROW + 6 * NARROW);
  store<u32>(narrow, line, FIRST_NARROW + 7 * NARROW);
  store<f32>(narrow, <f32> latencyMs, LATENCY);
  store<u16>(columns + (requestCount << 1), <u16> status, STATUS);
}

/** Adds what it refers to, and ends the row. */
// @inline
export function addIds(route: u32, client: u32, agent: u32, user: u32, request: u32, key: u32): void {
  const narrow = columns + (requestCount << 2);
  store<u32>(narrow, route, FIRST_NARROW);
  store<u32>(narrow, client, FIRST_NARROW + NARROW);
  store<u32>(narrow, agent, FIRST_NARROW + 2 * NARROW);
  store<u32>(narrow, user, FIRST_NARROW + 3 * NARROW);
  store<u32>(narrow, request, FIRST_NARROW + 4 * NARROW);
  store<u32>(narrow, key, FIRST_NARROW + 5 * NARROW);
  requestCount++;
}
