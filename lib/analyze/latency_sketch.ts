/** Buckets grow by 5 %, so a percentile is off by at most 2.5 %. */
const GROWTH = Math.log(1.05);
/** Buckets of a sketch. */
export const LATENCY_BUCKETS = 384;
/** Stands for the bucket of a request whose latency is not told. */
export const NO_LATENCY = 0xffff;
const NO_VALUES = new Uint32Array(0);

/** The bucket that a latency in milliseconds falls into; {@linkcode NO_LATENCY} for NaN. */
export function latencyBucket(latencyMs: number): number {
  if (!(latencyMs >= 0)) return NO_LATENCY;
  return Math.min(LATENCY_BUCKETS - 1, Math.round(Math.log(latencyMs + 1) / GROWTH));
}

/** A sketch of latencies in milliseconds, up to about 36 hours; nothing is allocated for one without values. */
export class LatencySketch {
  /** Largest value. */
  maxMs = 0;
  #buckets: Uint32Array = NO_VALUES;

  /** Adds a value that is not NaN. */
  add(latencyMs: number): void {
    this.addTo(latencyBucket(latencyMs), latencyMs, 1);
  }

  /** Adds values of which the bucket is known, the largest of them being `maxMs`. */
  addTo(bucket: number, maxMs: number, count: number): void {
    if (this.#buckets.length === 0) this.#buckets = new Uint32Array(LATENCY_BUCKETS);
    this.#buckets[bucket]! += count;
    if (maxMs > this.maxMs) this.maxMs = maxMs;
  }

  /** Adds all values of another sketch. */
  merge(other: LatencySketch): void {
    if (other.#buckets.length === 0) return;
    if (this.#buckets.length === 0) this.#buckets = new Uint32Array(LATENCY_BUCKETS);
    for (let i = 0; i < LATENCY_BUCKETS; i++) this.#buckets[i]! += other.#buckets[i]!;
    this.maxMs = Math.max(this.maxMs, other.maxMs);
  }

  /** The value that a share of all values do not exceed, whole milliseconds; null without values. */
  quantileMs(share: number): number | null {
    return quantileMs(this.#buckets, this.maxMs, share);
  }
}

/** The value that a share of all values do not exceed, whole milliseconds; null without values. */
export function quantileMs(buckets: Uint32Array, maxMs: number, share: number): number | null {
  let count = 0;
  for (let bucket = 0; bucket < buckets.length; bucket++) count += buckets[bucket]!;
  const rank = Math.max(1, Math.ceil(share * count));
  if (count === 0) return null;
  if (rank >= count) return Math.round(maxMs);
  let sum = 0;
  let bucket = 0;
  while ((sum += buckets[bucket]!) < rank) bucket++;
  return Math.min(Math.round(Math.exp(bucket * GROWTH) - 1), Math.round(maxMs));
}
