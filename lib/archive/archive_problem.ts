import type { Diagnostic } from "../errors.ts";

/** What a decoder found wrong, before it is known which input and member it is about. */
export interface ArchiveProblem extends Pick<Diagnostic, "code" | "severity" | "message"> {
  /** Where in the bytes the decoder was given, 0-based. */
  readonly byteOffset: number;
  /** Name of the entry it is about, as stored. */
  readonly entryName?: string;
}
