/**
 * Rows of requests, in columns.
 *
 * @module
 */

/** Rows of one call; `assembled_memory.ts` has the same number. */
export const MAX_REQUESTS: u32 = 2048;

let columns: u32 = 0;
/** Rows of this call. */
export let requestCount: u32 = 0;

/** Says where the columns are: five of 8 bytes a row, then nine of 4. */
export function setRequestColumns(at: u32): void {
  columns = at;
}

/** Starts over. */
export function clearRequests(): void {
  requestCount = 0;
}

/** Adds the wide columns of a row. */
export function addTimes(
  timeMs: f64,
  byteOffset: f64,
  responseBytes: f64,
  latencyMs: f64,
  agentTimeMs: f64,
): void {
  const wide = columns + (requestCount << 3);
  store<f64>(wide, timeMs);
  store<f64>(wide, byteOffset, 8 * MAX_REQUESTS);
  store<f64>(wide, responseBytes, 16 * MAX_REQUESTS);
  store<f64>(wide, latencyMs, 24 * MAX_REQUESTS);
  store<f64>(wide, agentTimeMs, 32 * MAX_REQUESTS);
}

/** Adds the narrow columns of a row, and ends it. */
export function addIds(
  route: u32,
  client: u32,
  status: u32,
  agent: u32,
  user: u32,
  request: u32,
  key: u32,
  byteLength: u32,
  line: u32,
): void {
  const narrow = columns + (requestCount << 2);
  store<u32>(narrow, route, 40 * MAX_REQUESTS);
  store<u32>(narrow, client, 44 * MAX_REQUESTS);
  store<u32>(narrow, status, 48 * MAX_REQUESTS);
  store<u32>(narrow, agent, 52 * MAX_REQUESTS);
  store<u32>(narrow, user, 56 * MAX_REQUESTS);
  store<u32>(narrow, request, 60 * MAX_REQUESTS);
  store<u32>(narrow, key, 64 * MAX_REQUESTS);
  store<u32>(narrow, byteLength, 68 * MAX_REQUESTS);
  store<u32>(narrow, line, 72 * MAX_REQUESTS);
  requestCount++;
}
