/** Buckets grow by 5 %, so a percentile is off by at most 2.5 %. */
const GROWTH = Math.log(1.05);
const BUCKETS = 384;
/** Buckets of the whole milliseconds that nearly all values are: a logarithm for each request would cost too much. */
const BUCKET_OF: Uint16Array = Uint16Array.from({ length: 8192 }, (_, ms) => bucketOf(ms));

/** A mergeable sketch of latencies in milliseconds, up to about 36 hours. */
export class LatencySketch {
  /** Largest value. */
  maxMs = 0;
  /** Values. */
  count = 0;
  #buckets = new Uint32Array(0);

  /** Adds a value. */
  add(latencyMs: number): void {
    if (this.#buckets.length === 0) this.#buckets = new Uint32Array(BUCKETS);
    const whole = latencyMs | 0;
    const bucket = whole === latencyMs && whole < BUCKET_OF.length ? BUCKET_OF[whole]! : bucketOf(latencyMs);
    this.#buckets[bucket]!++;
    this.count++;
    if (latencyMs > this.maxMs) this.maxMs = latencyMs;
  }

  /** Adds all values of another sketch. */
  merge(other: LatencySketch): void {
    if (other.count === 0) return;
    if (this.#buckets.length === 0) this.#buckets = new Uint32Array(BUCKETS);
    for (let i = 0; i < BUCKETS; i++) this.#buckets[i] = this.#buckets[i]! + other.#buckets[i]!;
    this.count += other.count;
    this.maxMs = Math.max(this.maxMs, other.maxMs);
  }

  /** The value that a share of all values do not exceed, whole milliseconds. */
  quantileMs(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.count));
    if (rank >= this.count) return Math.round(this.maxMs);
    let sum = 0;
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      sum += this.#buckets[bucket]!;
      if (sum >= rank) return Math.min(Math.round(Math.exp(bucket * GROWTH) - 1), Math.round(this.maxMs));
    }
    return 0;
  }
}

function bucketOf(latencyMs: number): number {
  return Math.min(BUCKETS - 1, Math.round(Math.log(latencyMs + 1) / GROWTH));
}
