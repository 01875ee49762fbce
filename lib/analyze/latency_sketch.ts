/** Buckets grow by 5 %, so a percentile is off by at most 2.5 %. */
const GROWTH = Math.log(1.05);
/** Buckets of a sketch: latencies up to about 36 hours. */
export const LATENCY_BUCKETS = 384;
/** Stands for the bucket of a request whose latency is not told. */
export const NO_LATENCY = 0xffff;
/** Of the whole milliseconds that nearly all latencies are: a logarithm for each request would cost too much. */
const KNOWN: Uint16Array = Uint16Array.from({ length: 8192 }, (_, ms) => bucketAt(ms));

/** The bucket that a latency in milliseconds falls into; {@linkcode NO_LATENCY} for NaN. */
export function latencyBucket(latencyMs: number): number {
  const whole = latencyMs | 0;
  return whole === latencyMs && whole >= 0 && whole < KNOWN.length ? KNOWN[whole]! : bucketAt(latencyMs);
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

function bucketAt(latencyMs: number): number {
  if (!(latencyMs >= 0)) return NO_LATENCY;
  return Math.min(LATENCY_BUCKETS - 1, Math.round(Math.log(latencyMs + 1) / GROWTH));
}
