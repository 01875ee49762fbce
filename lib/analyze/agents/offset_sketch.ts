/** Near zero a bucket is 50 ms wide, far from it 5 % of the value. */
const STEPS = 20;
const UNIT_MS = 1000;
/** Nearly all differences are that small: their buckets cost no logarithm and no map. */
const SMALL_MS = 2048;
const SMALL_BUCKET: number = bucketOf(SMALL_MS);
const BUCKET_OF: Int8Array = Int8Array.from({ length: 2 * SMALL_MS }, (_, at) => bucketOf(at - SMALL_MS));

/** A sketch of differences between two clocks, from which the median is told to within half a bucket. */
export class OffsetSketch {
  /** Values. */
  count = 0;
  readonly #small = new Uint32Array(2 * SMALL_BUCKET + 1);
  readonly #large = new Map<number, number>();

  /** Adds a difference in milliseconds. */
  add(offsetMs: number): void {
    this.count++;
    if (offsetMs >= -SMALL_MS && offsetMs < SMALL_MS) {
      this.#small[BUCKET_OF[Math.floor(offsetMs) + SMALL_MS]! + SMALL_BUCKET]!++;
    } else this.#addLarge(bucketOf(offsetMs), 1);
  }

  /** Adds all values of another sketch. */
  merge(other: OffsetSketch): void {
    other.#small.forEach((count, at) => this.#small[at]! += count);
    for (const [bucket, count] of other.#large) this.#addLarge(bucket, count);
    this.count += other.count;
  }

  /** The value that a share of all values do not exceed, whole milliseconds; null without values. */
  quantileMs(share: number): number | null {
    const rank = Math.max(1, Math.ceil(share * this.count));
    let sum = 0;
    for (const [bucket, count] of this.#sorted()) {
      sum += count;
      // -0 would be another number.
      if (sum >= rank) return Math.round(UNIT_MS * Math.sinh(bucket / STEPS)) + 0;
    }
    return null;
  }

  #addLarge(bucket: number, count: number): void {
    this.#large.set(bucket, (this.#large.get(bucket) ?? 0) + count);
  }

  #sorted(): (readonly [bucket: number, count: number])[] {
    const small = Array.from(this.#small, (count, at) => [at - SMALL_BUCKET, count] as const);
    return [...small, ...this.#large].sort(([a], [b]) => a - b);
  }
}

function bucketOf(offsetMs: number): number {
  return Math.round(Math.asinh(offsetMs / UNIT_MS) * STEPS);
}
