/** Each class of latency is 1.41 times the one before; 0: the layout has none. */
export const LATENCY_CLASSES = 32;

/** Class of a latency: two for each doubling. */
export function latencyClass(latencyMs: number): number {
  if (!(latencyMs >= 0)) return 0;
  const value = Math.min(latencyMs, 1e9) + 1 | 0;
  const doublings = 31 - Math.clz32(value);
  const half = doublings === 0 ? 0 : (value >>> (doublings - 1)) & 1;
  return Math.min(LATENCY_CLASSES - 1, 1 + 2 * doublings + half);
}

/** Least latency of a class, milliseconds. */
export function classFloorMs(latencyClass: number): number {
  if (latencyClass === 0) return 0;
  const doublings = (latencyClass - 1) >> 1;
  return 2 ** doublings * ((latencyClass - 1) % 2 === 1 ? 1.5 : 1) - 1;
}
