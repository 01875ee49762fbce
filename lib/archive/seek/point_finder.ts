import type { ByteWindow } from "../byte_window.ts";
import type { InflaterPool } from "../gzip/inflate_raw.ts";
import {
  HISTORY_BYTES,
  type InflateStatus,
  INPUT_SLICE_BYTES,
  type RawInflater,
} from "../gzip/raw_inflater.ts";
import type { ContentSpans } from "./content_spans.ts";
import type { PointBudget } from "./point_budget.ts";
import { resumeInput } from "./resume_input.ts";
import type { DraftPoint, StreamDraft } from "./stream_draft.ts";

/** Compressed bytes after a block with which its place is tried, and how much must come out of them. */
const TRIAL_BYTES = 4096;
const MIN_TRIAL_OUTPUT = 512;
/** Input is used in steps of so many bytes, after each of which a point may be due. */
const STEP_BYTES = 32_768;
/** More than the header of a block, which an inflater may leave until it has all of it. */
const UNDONE_BYTES = 1024;
/** Longest stored block. */
const MAX_STORED_BYTES = 65_535;
const BITS = 8;
const INVALID_TYPE = 3;
const NO_WINDOW = new Uint8Array(0);

/** The end of a block, of which it is not known yet in which bit it is. */
interface Candidate {
  readonly outOffset: number;
  /** Offset of the first byte of which nothing was used. */
  readonly inOffset: number;
  /** The byte before it, of which some bits may be left. */
  readonly lastByte: number;
  readonly window: Uint8Array;
}

/**
 * Inflates a gzip stream, and finds places from which that can start again: the beginnings of members, and ends of blocks.
 * An inflater does not tell in which bit a block ends; so all eight are tried on what follows.
 */
export class PointFinder {
  readonly #stream: StreamDraft;
  readonly #points: PointBudget;
  readonly #pool: InflaterPool;
  #memberOut = 0;
  #lastOut = 0;
  #candidate: Candidate | undefined;
  /** Input offset before which no block is tried: trials take time, and some streams may never pass one. */
  #nextTrial = 0;

  /** Creates the finder of the stream whose content lies there. */
  constructor({ stream, points }: ContentSpans, pool: InflaterPool) {
    this.#stream = stream;
    this.#points = points;
    this.#pool = pool;
  }

  /** Says that the deflate data of a member begins; `isFound` when it does not follow the one before. */
  beginMember(inOffset: number, { isFound }: { readonly isFound: boolean }): void {
    this.#endMember();
    this.#memberOut = this.#stream.byteLength;
    if (this.#stream.points.length > 0 && !isFound && !this.#isDue()) return;
    this.#add({ outOffset: this.#memberOut, inOffset, bitOffset: 0, window: NO_WINDOW, isNeeded: isFound });
  }

  /** Inflates what is in the window up to `end`, as {@linkcode RawInflater.inflate} does. */
  inflate(inflater: RawInflater, { bytes, start, position }: ByteWindow, end: number): InflateStatus {
    const before = inflater.filled;
    const candidate = this.#candidate;
    const step = candidate === undefined ? stepLeft(position) : TRIAL_BYTES;
    const stopAtBlock = candidate === undefined && this.#isDue() && position >= this.#nextTrial;
    const status = inflater.inflate(bytes, start, Math.min(end, start + step), stopAtBlock);
    const { consumed, filled, output } = inflater;
    if (candidate !== undefined) {
      this.#settle(candidate, bytes.subarray(start, start + consumed), output.subarray(before, filled));
    }
    this.#stream.byteLength += filled - before;
    if (status === "block") this.#propose(inflater, bytes[start + consumed - 1], position + consumed);
    return status;
  }

  /** Says that no more members come. */
  end(): void {
    this.#endMember();
  }

  #isDue(): boolean {
    return this.#stream.byteLength - this.#lastOut >= this.#points.spacingBytes;
  }

  #add(point: DraftPoint): void {
    this.#nextTrial = 0;
    this.#points.add(this.#stream, point);
    this.#lastOut = point.outOffset;
  }

  /**
   * A trial cannot tell the last stored block from another. When more than one block may hold follows in the same member, it
   * was another.
   */
  #endMember(): void {
    this.#candidate = undefined;
    const last = this.#stream.points.at(-1);
    const isShort = this.#stream.byteLength - this.#lastOut <= MAX_STORED_BYTES;
    if (last?.outOffset === this.#lastOut && last.window.length > 0 && isShort) {
      this.#points.removeLast(this.#stream);
    }
  }

  #propose(inflater: RawInflater, lastByte: number | undefined, inOffset: number): void {
    // How much follows must not depend on chunks: what ends near the end of a slice is left.
    const sliceEnd = inOffset - inOffset % INPUT_SLICE_BYTES + INPUT_SLICE_BYTES;
    this.#nextTrial = sliceEnd;
    if (lastByte === undefined || inOffset > sliceEnd - TRIAL_BYTES) return;
    const outOffset = this.#stream.byteLength;
    const window = inflater.lastOutput(Math.min(HISTORY_BYTES, outOffset - this.#memberOut));
    this.#candidate = { outOffset, inOffset, lastByte, window };
  }

  #settle(candidate: Candidate, input: Uint8Array, output: Uint8Array): void {
    const { outOffset, inOffset, window } = candidate;
    this.#candidate = undefined;
    const trial = this.#pool.acquireTrial();
    let unused = 0;
    while (unused < BITS && !isRight(trial, candidate, unused, input, output)) unused++;
    this.#pool.release(trial);
    if (unused === BITS) return;
    const place = unused === 0
      ? { inOffset, bitOffset: 0 }
      : { inOffset: inOffset - 1, bitOffset: BITS - unused };
    this.#add({ outOffset, window, ...place, isNeeded: false });
  }
}

/** How much of the input to use at a time: steps end at the same places however it arrives. */
function stepLeft(position: number): number {
  const left = STEP_BYTES - position % STEP_BYTES;
  return left < UNDONE_BYTES ? left + STEP_BYTES : left;
}

/** Whether the same comes out when as many bits of the last byte belong to what follows. */
function isRight(
  trial: RawInflater,
  { lastByte, window }: Candidate,
  unused: number,
  input: Uint8Array,
  output: Uint8Array,
): boolean {
  const header = lastByte >> (BITS - unused) | (input[0] ?? 0) << unused;
  const isLast = (header & 1) === 1;
  if (isLast || (header >> 1 & 3) === INVALID_TYPE) return false;
  const before = resumeInput({ window, bitOffset: (BITS - unused) % BITS }, lastByte);
  const all = new Uint8Array(before.length + input.length);
  all.set(before);
  all.set(input, before.length);
  trial.reset();
  trial.drain();
  trial.inflate(all, 0, all.length);
  const count = Math.min(trial.filled - window.length, output.length);
  if (count < MIN_TRIAL_OUTPUT) return false;
  for (let i = 0; i < count; i++) if (trial.output[window.length + i] !== output[i]) return false;
  return true;
}
