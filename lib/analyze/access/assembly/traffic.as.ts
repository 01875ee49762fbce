/**
 * Requests of the host and five minutes that are counted, by bucket of the latency.
 *
 * @module
 */
import { takeTraffic } from "./env.as";
import { OPEN_BUCKETS, USED_BUCKETS } from "./places.as";

/** Stands for the bucket of a request whose latency is not told. */
const NO_LATENCY: u32 = 0xffff;
const CELL_MS: f64 = 300_000;

/** Requests. */
export let openRequests: u32 = 0;
/** Buckets that have any. */
export let usedBuckets: u32 = 0;
/** Largest latency. */
export let openMaxMs: f64 = 0;
/** The five minutes, since the epoch. */
export let cell: i32 = 0;
let cellMs: f64 = 0;

/** Makes sure that the open cell is the one that a time is in. */
// @inline
export function enterCell(timeMs: f64): void {
  const inCellMs = timeMs - cellMs;
  if (!(inCellMs >= 0 && inCellMs < CELL_MS)) openCell(timeMs);
}

function openCell(timeMs: f64): void {
  const next = <i32> Math.floor(timeMs / CELL_MS);
  takeTraffic(next);
  cell = next;
  cellMs = <f64> next * CELL_MS;
}

/** Counts a request. */
// @inline
export function countTraffic(latencyMs: f64, bucket: u32): void {
  openRequests++;
  if (bucket == NO_LATENCY) return;
  const own = OPEN_BUCKETS + (bucket << 2);
  const count = load<u32>(own);
  store<u32>(own, count + 1);
  if (count == 0) store<u16>(USED_BUCKETS + (usedBuckets++ << 1), <u16> bucket);
  if (latencyMs > openMaxMs) openMaxMs = latencyMs;
}

/** Forgets what was taken. */
export function clearTraffic(): void {
  for (let use: u32 = 0; use < usedBuckets; use++) {
    store<u32>(OPEN_BUCKETS + (<u32> load<u16>(USED_BUCKETS + (use << 1)) << 2), 0);
  }
  openRequests = 0;
  usedBuckets = 0;
  openMaxMs = 0;
}
