/** Longest distance between two neighbours of sorted times, at least 0. */
export function longestGap(timesMs: Float64Array): number {
  let longest = 0;
  for (let at = 1; at < timesMs.length; at++) {
    const gap = timesMs[at]! - timesMs[at - 1]!;
    if (gap > longest) longest = gap;
  }
  return longest;
}
