/** Takes bytes that there is no memory for, and gives them back. */
export interface SpillStore {
  /** Keeps a copy of bytes and says where they are. */
  put(bytes: Uint8Array): number;
  /** Bytes from a place on, in a buffer of their own; `place` may be inside of what was put. */
  get(place: number, length: number): Uint8Array<ArrayBuffer>;
}
