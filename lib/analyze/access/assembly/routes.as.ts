/**
 * Requests by route, and by route and status: what is to be done with both is decided once, elsewhere.
 *
 * @module
 */
import { pairOf } from "./env.as";
import { LATENCY_BUCKETS, PAIR_BYTES, PAIR_TABLE, ROUTE_BYTES, ROUTE_TABLE, SKETCHES } from "./places.as";

/** Stands for the bucket of a request whose latency is not told. */
const NO_LATENCY: u32 = 0xffff;

/** Counts a request; returns what else is to be done with it. */
// @inline
export function countRoute(route: u32, status: u32, bytes: f64, latencyMs: f64, bucket: u32): u32 {
  const own = ROUTE_TABLE + route * ROUTE_BYTES;
  const slot = own + ((status & 15) << 2);
  let pair = PAIR_TABLE + load<u32>(slot, 16) * PAIR_BYTES;
  if (load<u32>(pair) != status) pair = newPair(route, status, slot);
  store<u32>(pair, load<u32>(pair, 8) + 1, 8);
  store<f64>(own, load<f64>(own) + bytes);
  if (bucket != NO_LATENCY) {
    const count = SKETCHES + ((route * LATENCY_BUCKETS + bucket) << 2);
    store<u32>(count, load<u32>(count) + 1);
    if (latencyMs > load<f64>(own, 8)) store<f64>(own, latencyMs, 8);
  }
  return load<u32>(pair, 4);
}

function newPair(route: u32, status: u32, slot: u32): u32 {
  const pair = pairOf(route, status);
  store<u32>(slot, pair, 16);
  return PAIR_TABLE + pair * PAIR_BYTES;
}
