/**
 * Requests of agents.
 *
 * @module
 */
import { addLargeOffset, addServer, enterDay } from "./env.as";
import {
  AGENT_BYTES,
  AGENT_TABLE,
  DAY_WORDS,
  DAYS,
  DIFFERENCES,
  OFFSET_BUCKET_OF,
  OFFSET_BUCKETS,
  OFFSETS,
  SMALL_OFFSETS,
} from "./places.as";

const DAY_MS: f64 = 86_400_000;
const FINEST_BIN_MS: u32 = 10_000;
const SMALL_MS: f64 = <f64> SMALL_OFFSETS / 2;
const UNAUTHORIZED: u32 = 401;

/** How often bins of the timeline were made twice as wide. */
export let timelineShift: u32 = 0;

/** Row of an agent; 0: nobody. */
// @inline
export function rowOf(agent: u32): u32 {
  return load<u32>(AGENT_TABLE + agent * AGENT_BYTES, 24);
}

/** Counts a request of an agent that has a row; its time is NaN when it does not tell its clock. */
// @inline
export function countCall(
  agent: u32,
  row: u32,
  host: u32,
  status: u32,
  timeMs: f64,
  agentTimeMs: f64,
): void {
  const own = AGENT_TABLE + agent * AGENT_BYTES;
  store<u32>(own, load<u32>(own, 16) + 1, 16);
  if (status == UNAUTHORIZED) store<u32>(own, load<u32>(own, 20) + 1, 20);
  if (timeMs < load<f64>(own)) store<f64>(own, timeMs);
  if (timeMs > load<f64>(own, 8)) store<f64>(own, timeMs, 8);
  if (load<u32>(own, 28) != host + 1) {
    store<u32>(own, host + 1, 28);
    addServer(row, host);
  }
  noteCall(row, timeMs);
  const offsetMs = agentTimeMs - timeMs;
  if (offsetMs == offsetMs) noteOffset(row, offsetMs);
}

/** Sets the bit of a call in the timeline. */
// @inline
function noteCall(row: u32, timeMs: f64): void {
  let words = load<u32>(DAY_WORDS + (row << 2));
  let inDayMs = timeMs - load<f64>(DAYS + (row << 3));
  if (words == 0 || !(inDayMs >= 0 && inDayMs < DAY_MS)) {
    enterDay(row, timeMs);
    words = load<u32>(DAY_WORDS + (row << 2));
    inDayMs = timeMs - load<f64>(DAYS + (row << 3));
  }
  const bin = (<u32> wholeOf(inDayMs) / FINEST_BIN_MS) >>> timelineShift;
  const word = words + (bin >>> 5 << 2);
  store<u32>(word, load<u32>(word) | 1 << (bin & 31));
}

// @inline
function noteOffset(row: u32, offsetMs: f64): void {
  store<f32>(DIFFERENCES + (row << 2), <f32> offsetMs);
  if (!(offsetMs >= -SMALL_MS && offsetMs < SMALL_MS)) return addLargeOffset(row, offsetMs);
  const small = <u32> (wholeOf(Math.floor(offsetMs)) + <i32> SMALL_MS);
  const count = OFFSETS + ((row * OFFSET_BUCKETS + load<u8>(OFFSET_BUCKET_OF + small)) << 2);
  store<u32>(count, load<u32>(count) + 1);
}

/** The whole part of a number that is known to be in the range of an i32: a plain conversion tests for that. */
// @inline
function wholeOf(value: f64): i32 {
  return i32x4.extract_lane(i32x4.relaxed_trunc_f64x2_s_zero(f64x2.splat(value)), 0);
}
