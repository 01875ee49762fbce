/** Bytes, and a view that reads four of them at once. */
export interface ViewedBytes {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** A view of exactly them. */
  readonly view: DataView;
}

/** Views bytes, without copying them. */
export function viewBytes(bytes: Uint8Array): ViewedBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}
