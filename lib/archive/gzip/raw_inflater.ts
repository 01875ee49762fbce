/** What an inflater says after a step: it can go on, it stopped after a block, the stream is over, or is damaged. */
export type InflateStatus = "more" | "block" | "end" | "corrupt";

/** Buffers of somebody who goes on to work on output where it is, without a copy. */
export interface OutputBuffers {
  /**
   * The memory that buffers lie in, or most of them: those that are shared. Inflaters in WebAssembly work there, and use
   * {@linkcode HISTORY_BYTES} before each of them until it is full.
   */
  readonly memory?: WebAssembly.Memory | undefined;
  /** Where {@linkcode WORK_BYTES} of the memory lie that nobody but these inflaters uses. */
  readonly workAt?: number;
  /** Lends a buffer of {@linkcode OUTPUT_BYTES}. */
  lend(): Uint8Array;
  /** Takes a buffer back. It stays as it is for as long as somebody works on it. */
  giveBack(buffer: Uint8Array): void;
}

/** Inflates one raw deflate stream (RFC 1951) after another, synchronously, into a reused buffer or one lent after another. */
export interface RawInflater {
  /** The output buffer, which may be another one after `drain()`; output lies in it up to `filled`. */
  readonly output: Uint8Array;
  /** Number of bytes of output not drained yet. */
  readonly filled: number;
  /** Number of input bytes the last step used. */
  readonly consumed: number;
  /** How many bits of the last one of these belong to what follows: 0 to 7. */
  readonly unusedBits: number;
  /**
   * Inflates `input` from `start` to `end`, as far as input and room reach. `more` with nothing used and nothing added to
   * the output means: more input is needed. Everything before a damage is in the output.
   *
   * It stops after the first block that ends when the output is filled up to `stopAt` or beyond, and says `block`, unless
   * that was the last one.
   */
  inflate(input: Uint8Array, start: number, end: number, stopAt?: number): InflateStatus;
  /** Says that the output was used up: the next step fills it from its beginning. */
  drain(): void;
  /** The last bytes of output, drained or not, at most {@linkcode HISTORY_BYTES} of them. */
  lastOutput(byteLength: number): Uint8Array;
  /** Goes on in buffers that are lent, or again in one of its own. Output must be drained. */
  useBuffers(buffers: OutputBuffers | undefined): void;
  /** Begins a new stream. Output that is not drained stays. */
  reset(): void;
  /** Gives back what was lent. */
  close(): void;
}

/** Input is inflated in slices that end at multiples of this, so that nothing depends on how it arrived. */
export const INPUT_SLICE_BYTES = 65_536;

/** How far back a match may reach (RFC 1951 §2). */
export const HISTORY_BYTES = 32_768;

/** Size of an output buffer, lent or not. */
export const OUTPUT_BYTES = 1_048_576;

/** Room that inflaters of one memory work in. */
export const WORK_BYTES = 65_536;
