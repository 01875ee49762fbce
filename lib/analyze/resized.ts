/** The typed arrays that columns are made of. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** A copy with room for at least so many entries, and for twice as many as before: new ones are zero. */
export function resized<C extends Column>(column: C, length: number): C {
  const larger = new (column.constructor as new (length: number) => C)(Math.max(length, 2 * column.length));
  larger.set(column);
  return larger;
}
