/** Unique and in order. */
export function sorted<T extends string>(values: Iterable<T>): T[] {
  return [...new Set(values)].sort();
}
