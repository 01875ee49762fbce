import { classFloorMs, LATENCY_CLASSES, latencyClass } from "../access/latency_class.ts";
import { quantileClass } from "../access/slow_requests.ts";
import { runningSums } from "../statistics/running_sums.ts";
import type { TimeGrid } from "../time_grid.ts";
import type { MeasuredSeries } from "./measured_series.ts";

/** Slow is two classes above the usual p95: twice as long. */
const SLOW_CLASSES = 2;
/** Nobody minds requests that take less, milliseconds. */
const LEAST_SLOW: number = latencyClass(200);
const MIN_REQUESTS = 20;

/** Requests of a scope by bucket: how many were slow, by the latency that is usual for all of them together. */
export function latencySeries(table: Uint32Array, grid: TimeGrid): MeasuredSeries | null {
  const usual = usualClass(table);
  if (usual === null) return null;
  const slowClass = Math.max(usual + SLOW_CLASSES, LEAST_SLOW);
  const slow = new Float64Array(grid.length);
  const told = new Float64Array(grid.length);
  for (let bucket = 0; bucket < grid.length; bucket++) {
    const start = bucket * LATENCY_CLASSES;
    for (let one = 1; one < LATENCY_CLASSES; one++) {
      told[bucket]! += table[start + one]!;
      if (one >= slowClass) slow[bucket]! += table[start + one]!;
    }
  }
  return {
    metric: "p95LatencyMs",
    grid,
    counts: runningSums(slow),
    exposures: runningSums(told),
    valueIn: (from, to) => p95Of(sumOf(table, from, to)),
  };
}

/** Median of the p95 of all buckets with enough requests; null: there are none. */
function usualClass(table: Uint32Array): number | null {
  const usual: number[] = [];
  for (let at = 0; at < table.length; at += LATENCY_CLASSES) {
    const told = table.subarray(at + 1, at + LATENCY_CLASSES);
    if (told.reduce((a, b) => a + b, 0) >= MIN_REQUESTS) usual.push(1 + quantileClass(told, 0.95));
  }
  return usual.length === 0 ? null : usual.sort((a, b) => a - b)[usual.length >> 1]!;
}

/** Requests that tell their latency by class. */
function sumOf(table: Uint32Array, from: number, to: number): Uint32Array {
  const sum = new Uint32Array(LATENCY_CLASSES);
  for (let at = from * LATENCY_CLASSES; at < to * LATENCY_CLASSES; at++) {
    sum[at % LATENCY_CLASSES]! += table[at]!;
  }
  sum[0] = 0;
  return sum;
}

/** The p95, taken to be spread evenly over its class. */
function p95Of(histogram: Uint32Array): number {
  const rank = 0.95 * histogram.reduce((a, b) => a + b, 0);
  const own = quantileClass(histogram, 0.95);
  const below = histogram.subarray(0, own).reduce((a, b) => a + b, 0);
  const [floor, next] = [classFloorMs(own), classFloorMs(own + 1)];
  return floor + (next - floor) * (rank - below) / Math.max(1, histogram[own]!);
}
