/** Why bytes cannot be read again: the index and the file do not belong together, or one of them is damaged. */
export class SeekError extends Error {
  /** Name of the class. */
  override readonly name = "SeekError";
}
