/** Leaves out what was not given: an option that is there and undefined is another thing. */
export function given<T extends object>(options: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  // The same keys and values, less the undefined ones.
  return Object.fromEntries(entries) as Partial<T>;
}
