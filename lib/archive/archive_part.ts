import type { Diagnostic } from "../errors.ts";

/** What reading an input gives, in order. Bytes belong to the last member. */
export type ArchivePart =
  | {
    /** A regular file begins. */
    readonly kind: "member";
    /** Its path: relative, safe to show, unique in the input; `outer.tar!/inner` for what lies in a nested archive. */
    readonly path: string;
    /** Its size, when the archive says so. */
    readonly sizeBytes: number | null;
  }
  | {
    /** Content. */
    readonly kind: "bytes";
    /** Valid only until the next part is asked for: the buffer is reused. */
    readonly bytes: Uint8Array;
  }
  | {
    /** The member ends. */
    readonly kind: "end";
    /** False when it was cut, damaged or over a limit. */
    readonly complete: boolean;
  }
  | {
    /** Something is to be reported. */
    readonly kind: "diagnostic";
    /** What. */
    readonly diagnostic: Diagnostic;
  };
