import { latencyBucket } from "../latency_sketch.ts";
import { latencyClass } from "./latency_class.ts";

/** Bucket of a latency in a sketch and, from bit 16 on, its class. */
export function latencyKind(latencyMs: number): number {
  return latencyBucket(latencyMs) | latencyClass(latencyMs) << 16;
}

/** Kinds of the whole milliseconds that nearly all latencies are. */
export const LATENCY_KINDS: Uint32Array = Uint32Array.from({ length: 8192 }, (_, ms) => latencyKind(ms));
