import type { CountMemory } from "../access/count_memory.ts";

/** Near zero a bucket is 50 ms wide, far from it 5 % of the value. */
const STEPS = 20;
const UNIT_MS = 1000;
/** Nearly all differences are that small: their buckets cost no logarithm and no map. */
const SMALL_MS = 2048;
const SMALL_BUCKET: number = bucketOf(SMALL_MS);
const SMALL_BUCKETS: number = 2 * SMALL_BUCKET + 1;
/** Number of the bucket of each small difference, from the least on. */
const BUCKET_OF: Uint8Array = Uint8Array.from(
  { length: 2 * SMALL_MS },
  (_, at) => bucketOf(at - SMALL_MS) + SMALL_BUCKET,
);

/** What is told of the differences between two clocks. */
export interface ClockOffsets {
  /** Values. */
  readonly count: number;
  /** The value that a share of all values do not exceed, whole milliseconds; null without values. */
  readonly quantileMs: (share: number) => number | null;
}

/** Sketches of differences between two clocks, by row, from which the median is told to within half a bucket. */
export class OffsetSketches {
  /** Counts by row and small bucket: made by who counts. */
  readonly #small: Uint32Array;
  /** Counts by bucket, of rows that have any. */
  readonly #large = new Map<number, Map<number, number>>();

  /** Starts with nothing. */
  constructor(memory: CountMemory) {
    this.#small = memory.view(Uint32Array, "OFFSETS");
    memory.view(Uint8Array, "OFFSET_BUCKET_OF").set(BUCKET_OF);
  }

  /** Counts a difference that is not small: see `assembly/env.as.ts`. */
  addLarge(row: number, offsetMs: number): void {
    const bucket = bucketOf(offsetMs);
    const own = this.#large.get(row) ?? new Map<number, number>();
    own.set(bucket, (own.get(bucket) ?? 0) + 1);
    this.#large.set(row, own);
  }

  /** The sketch of a row. */
  of(row: number): ClockOffsets {
    return { count: this.#countOf(row), quantileMs: (share) => this.#quantileMs(row, share) };
  }

  #countOf(row: number): number {
    let sum = 0;
    for (let at = row * SMALL_BUCKETS; at < (row + 1) * SMALL_BUCKETS; at++) sum += this.#small[at]!;
    for (const count of this.#large.get(row)?.values() ?? []) sum += count;
    return sum;
  }

  #quantileMs(row: number, share: number): number | null {
    const rank = Math.max(1, Math.ceil(share * this.#countOf(row)));
    const large = [...this.#large.get(row) ?? []].sort(([a], [b]) => a - b);
    const small = this.#small.subarray(row * SMALL_BUCKETS, (row + 1) * SMALL_BUCKETS);
    const buckets = [
      ...large.filter(([bucket]) => bucket < 0),
      ...Array.from(small, (count, at) => [at - SMALL_BUCKET, count] as const),
      ...large.filter(([bucket]) => bucket > 0),
    ];
    let sum = 0;
    const found = buckets.find(([, count]) => (sum += count) >= rank);
    // -0 would be another number.
    return found === undefined ? null : Math.round(UNIT_MS * Math.sinh(found[0] / STEPS)) + 0;
  }
}

function bucketOf(offsetMs: number): number {
  return Math.round(Math.asinh(offsetMs / UNIT_MS) * STEPS);
}
