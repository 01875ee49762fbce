/**
 * Counts requests of access logs. A row is looked at once; what is seldom (a route, a day, a cell that begins) is done
 * elsewhere, by functions that are imported.
 *
 * @module
 */
import { latencyKind } from "./env.as";
import { countCall, rowOf } from "./calls.as";
import { countClient } from "./clients.as";
import {
  AGENT_TIMES,
  AGENTS,
  BYTES,
  CLIENTS,
  DIGEST_ROWS,
  KEPT_ROWS,
  KNOWN_LATENCIES,
  LATENCIES,
  LATENCY_KINDS,
  ROUTES,
  STATUSES,
  TIMES,
} from "./places.as";
import { countRoute } from "./routes.as";
import { countInSeries } from "./series.as";
import { cell, countTraffic, enterCell } from "./traffic.as";

export { timelineShift } from "./calls.as";
export { busyCount, closeAllClients } from "./clients.as";
export { closeAllSeries, countCount } from "./series.as";
export { clearTraffic, openMaxMs, openRequests, usedBuckets } from "./traffic.as";
export {
  AGENT_BYTES,
  AGENT_TABLE,
  AGENT_TIMES,
  AGENTS,
  BUSY,
  BYTES,
  CLIENT_BYTES,
  CLIENT_TABLE,
  CLIENTS,
  COUNT_CELLS,
  COUNT_OWNERS,
  COUNTS,
  DAY_WORDS,
  DAYS,
  DIFFERENCES,
  DIGEST_ROWS,
  END,
  KEPT_ROWS,
  KNOWN_LATENCIES,
  LATENCIES,
  LATENCY_KINDS,
  MAX_AGENTS,
  MAX_BUSY,
  MAX_CLIENTS,
  MAX_COUNTS,
  MAX_PAIRS,
  MAX_ROUTES,
  MAX_ROWS,
  MAX_WORDS,
  OFFSET_BUCKET_OF,
  OFFSETS,
  OPEN_BUCKETS,
  PAIR_BYTES,
  PAIR_TABLE,
  ROUTE_BYTES,
  ROUTE_TABLE,
  ROUTES,
  SERIES_BYTES,
  SERIES_OF,
  SERIES_TABLE,
  SKETCHES,
  SMALL_OFFSETS,
  STATUSES,
  TIMES,
  USED_BUCKETS,
  WORDS,
} from "./places.as";

/** Bits of a duty, as `request_duty.ts` has them. */
const TRAFFIC: u32 = 1;
const DIGEST: u32 = 2;
const KEPT: u32 = 4;
const UNAUTHORIZED: u32 = 401;
/** Of a latency that is not told. */
const NO_LATENCY: u32 = 0xffff;

/** Rows to keep, and rows of people and tools, of the last call. */
export let keptCount: u32 = 0;
export let digestCount: u32 = 0;

/** Counts the first rows of the columns, which are of one host. */
export function countRequests(rows: u32, host: u32): void {
  keptCount = 0;
  digestCount = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const timeMs = load<f64>(TIMES + (row << 3));
    const route = load<u32>(ROUTES + (row << 2));
    const status: u32 = load<u16>(STATUSES + (row << 1));
    const latencyMs = load<f32>(LATENCIES + (row << 2));
    const kind = kindOf(latencyMs);
    const bucket = kind & 0xffff;
    enterCell(timeMs);
    const duty = countRoute(route, status, load<f64>(BYTES + (row << 3)), latencyMs, bucket);
    countInSeries(route, cell, kind >>> 16);
    let agentRow: u32 = 0;
    if ((duty & TRAFFIC) != 0) {
      countClient(load<u32>(CLIENTS + (row << 2)), host, cell);
      countTraffic(latencyMs, bucket);
      const agent = load<u32>(AGENTS + (row << 2));
      agentRow = rowOf(agent);
      if (agentRow != 0) {
        countCall(agent, agentRow, host, status, timeMs, load<f64>(AGENT_TIMES + (row << 3)));
      }
    }
    listRow(row, status, duty, agentRow);
  }
}

// @inline
function kindOf(latencyMs: f32): u32 {
  // What is not in the range of an i32 is not equal to it: no need to test for that.
  const whole = i32x4.extract_lane(i32x4.relaxed_trunc_f32x4_s(f32x4.splat(latencyMs)), 0);
  if (<f32> whole == latencyMs && <u32> whole < KNOWN_LATENCIES) {
    return load<u32>(LATENCY_KINDS + (whole << 2));
  }
  return latencyMs == latencyMs ? latencyKind(latencyMs) : NO_LATENCY;
}

/** Whether a refusal of people and tools is kept is decided later: it may be half of a Digest handshake. */
// @inline
function listRow(row: u32, status: u32, duty: u32, agentRow: u32): void {
  const isDigest = (duty & DIGEST) != 0 && agentRow == 0;
  if (isDigest) store<u32>(DIGEST_ROWS + (digestCount++ << 2), row);
  if ((duty & KEPT) == 0 || isDigest && status == UNAUTHORIZED) return;
  const kept = KEPT_ROWS + (keptCount++ << 3);
  store<u32>(kept, row << 1 | duty & TRAFFIC);
  store<u32>(kept, agentRow, 4);
}
