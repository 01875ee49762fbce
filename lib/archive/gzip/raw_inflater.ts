/** What an inflater says after a step: it can go on, it stopped after a block, the stream is over, or is damaged. */
export type InflateStatus = "more" | "block" | "end" | "corrupt";

/** Inflates one raw deflate stream (RFC 1951) after another, synchronously, into one reused buffer. */
export interface RawInflater {
  /** The reused output buffer; output lies in it up to `filled`. */
  readonly output: Uint8Array;
  /** Number of bytes of output not drained yet. */
  readonly filled: number;
  /** Number of input bytes the last step used. */
  readonly consumed: number;
  /**
   * Inflates `input` from `start` to `end`, as far as input and room reach. `more` with nothing used and nothing added to
   * the output means: more input is needed. Everything before a damage is in the output.
   *
   * With `stopAtBlock` it stops after a block, and says `block` when both input and room are left. The next step must be
   * one without: that may have been the last block.
   */
  inflate(input: Uint8Array, start: number, end: number, stopAtBlock?: boolean): InflateStatus;
  /** Says that the output was used up: the next step fills it from its beginning. */
  drain(): void;
  /** Begins a new stream. Output that is not drained stays. */
  reset(): void;
  /** Frees what is held outside the heap. */
  close(): void;
}

/** Input is inflated in slices that end at multiples of this, so that nothing depends on how it arrived. */
export const INPUT_SLICE_BYTES = 65_536;

/** Size of the output buffer: big enough that calls cost nothing, small enough for the second-level cache. */
export const OUTPUT_BYTES = 262_144;
