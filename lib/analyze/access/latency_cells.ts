import { MAX_NUMBER } from "../host_numbers.ts";
import { LATENCY_BUCKETS, quantileMs } from "../latency_sketch.ts";
import type { TimeGrid } from "../time_grid.ts";
import { CELL_MS, CellCounts } from "./cell_counts.ts";

/** A count has the bucket of the latency in the bits above these. */
const COUNT_BITS = 23;
const MAX_COUNT = 2 ** COUNT_BITS - 1;
const HOSTS = MAX_NUMBER + 1;

/** The 95th percentile of the requests of a host (number) by bucket of a grid; null: no latency is told. */
export type P95On = (host: number, grid: TimeGrid) => (number | null)[];

/** Cells in steps: as many as a bucket has, or one where a bucket is shorter. */
export interface CellSteps {
  /** Number of the first cell since the epoch. */
  readonly firstCell: number;
  /** Cells of a step. */
  readonly cells: number;
  /** Steps. */
  readonly length: number;
}

/** Latencies of requests by host, five minutes and bucket of a sketch: 10 bytes for each combination that occurs. */
export class LatencyCells {
  readonly #counts = new CellCounts();
  /** Largest latency by host, then cell. */
  readonly #maxMs: Map<number, number>[] = [];

  /** Counts requests of a host (number) in a cell. */
  add(host: number, cell: number, bucket: number, count: number): void {
    for (let left = count; left > 0; left -= MAX_COUNT) {
      this.#counts.add(host, cell, bucket * (MAX_COUNT + 1) + Math.min(left, MAX_COUNT));
    }
  }

  /** Tells the largest latency of some of them. */
  addMax(host: number, cell: number, maxMs: number): void {
    const own = this.#maxMs[host] ??= new Map();
    own.set(cell, Math.max(own.get(cell) ?? 0, maxMs));
  }

  /** Requests of all hosts by so many steps of so many cells each, from a first cell on, and by bucket of a sketch. */
  sketches({ firstCell, cells, length }: CellSteps): Uint32Array {
    const sketches = new Uint32Array(length * LATENCY_BUCKETS);
    for (const { cell, count } of this.#counts.chunks()) {
      for (let at = 0; at < cell.length; at++) {
        const step = Math.floor((cell[at]! - firstCell) / cells);
        sketches[step * LATENCY_BUCKETS + (count[at]! >>> COUNT_BITS)]! += count[at]! & MAX_COUNT;
      }
    }
    return sketches;
  }

  /** Percentiles of what was counted so far; where a bucket is shorter than a cell, those of the cell it begins in. */
  p95(): P95On {
    const { ends, cell, count } = this.#counts.sorted(HOSTS);
    return (host, grid) => {
      const steps = stepsOf(grid);
      const sketches = new Uint32Array(steps.length * LATENCY_BUCKETS);
      const isUsed = new Uint8Array(steps.length);
      let [own, step] = [NaN, -1];
      for (let at = ends[host - 1] ?? 0; at < ends[host]!; at++) {
        // The counts of a cell follow one another.
        if (cell[at] !== own) step = stepAt(steps, own = cell[at]!);
        if (step < 0 || step >= steps.length) continue;
        isUsed[step] = 1;
        sketches[step * LATENCY_BUCKETS + (count[at]! >>> COUNT_BITS)]! += count[at]! & MAX_COUNT;
      }
      const maxMs = new Float64Array(steps.length);
      for (const [cell, ms] of this.#maxMs[host] ?? []) {
        const step = stepAt(steps, cell);
        maxMs[step] = Math.max(maxMs[step] ?? 0, ms);
      }
      const p95 = Array.from(
        maxMs,
        (ms, step) =>
          isUsed[step] === 0
            ? null
            : quantileMs(sketches.subarray(step * LATENCY_BUCKETS, (step + 1) * LATENCY_BUCKETS), ms, 0.95),
      );
      return Array.from(
        { length: grid.length },
        (_, bucket) => p95[stepAt(steps, cellOf(grid.startMs + bucket * grid.bucketMs))]!,
      );
    };
  }
}

function stepsOf({ startMs, bucketMs, length }: TimeGrid): CellSteps {
  const cells = Math.max(1, bucketMs / CELL_MS);
  const firstCell = cellOf(startMs);
  const last = cellOf(startMs + (length - 1) * bucketMs);
  return { firstCell, cells, length: Math.floor((last - firstCell) / cells) + 1 };
}

function stepAt({ firstCell, cells }: CellSteps, cell: number): number {
  return Math.floor((cell - firstCell) / cells);
}

function cellOf(timeMs: number): number {
  return Math.floor(timeMs / CELL_MS);
}
