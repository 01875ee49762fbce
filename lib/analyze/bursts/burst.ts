/** A stretch of buckets in which counts are far above what went before. */
export interface Burst {
  /** First bucket. */
  readonly from: number;
  /** Bucket after the last. */
  readonly to: number;
  /** Records in it. */
  readonly count: number;
  /** Records that the rate before would have given. */
  readonly expected: number;
  /** Most records in {@linkcode PEAK_WINDOW} buckets of it. */
  readonly peak: number;
  /** Natural logarithm of the odds against chance. */
  readonly surprise: number;
}

/** Buckets over which a burst's peak is counted. */
export const PEAK_WINDOW = 5;
