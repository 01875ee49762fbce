/** How much one input may make the reader do. Every limit is finite; reaching one is a diagnostic. */
export interface ReadLimits {
  /** Largest number of bytes of all members together. */
  readonly maxBytes: number;
  /** Largest number of regular files. */
  readonly maxMembers: number;
  /** Largest ratio of inflated to compressed bytes, judged after {@linkcode RATIO_GRACE_BYTES} came out. */
  readonly maxRatio: number;
  /** Largest number of containers inside one another: 2 for a `.tar.gz`, 3 with `.gz` members in it. */
  readonly maxDepth: number;
}

/**
 * The limits when nothing else is asked for.
 *
 * - `maxBytes` 256 GiB: a month of a busy fleet stays well below; it is some minutes of inflating.
 * - `maxMembers` 200 000: a year of daily files of 100 hosts with five logs each is 182 500.
 * - `maxRatio` 200: logs compress 5 to 30 times, deflate itself reaches 1032.
 * - `maxDepth` 6: a `.tar.gz` in a `.tar.gz` with `.gz` members is 5.
 */
export const DEFAULT_READ_LIMITS: ReadLimits = {
  maxBytes: 256 * 2 ** 30,
  maxMembers: 200_000,
  maxRatio: 200,
  maxDepth: 6,
};

/** Output below which no ratio is judged: 64 MiB. Short runs of one repeated line compress without bound. */
export const RATIO_GRACE_BYTES: number = 64 * 2 ** 20;
