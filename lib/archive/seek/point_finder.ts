import type { ByteWindow } from "../byte_window.ts";
import { HISTORY_BYTES, type InflateStatus, type RawInflater } from "../gzip/raw_inflater.ts";
import type { ContentSpans } from "./content_spans.ts";
import type { PointBudget } from "./point_budget.ts";
import type { DraftPoint, StreamDraft } from "./stream_draft.ts";

const BITS = 8;
const NO_WINDOW = new Uint8Array(0);

/** Inflates a gzip stream, and finds places from which that can start again: the beginnings of members, and ends of blocks. */
export class PointFinder {
  readonly #stream: StreamDraft;
  readonly #points: PointBudget;
  #memberOut = 0;
  #lastOut = 0;

  /** Creates the finder of the stream whose content lies there. */
  constructor({ stream, points }: ContentSpans) {
    this.#stream = stream;
    this.#points = points;
  }

  /** Says that the deflate data of a member begins; `isFound` when it does not follow the one before. */
  beginMember(inOffset: number, { isFound }: { readonly isFound: boolean }): void {
    this.#memberOut = this.#stream.byteLength;
    if (this.#stream.points.length > 0 && !isFound && this.#missing > 0) return;
    this.#add({ outOffset: this.#memberOut, inOffset, bitOffset: 0, window: NO_WINDOW, isNeeded: isFound });
  }

  /** Inflates what is in the window up to `end`, as {@linkcode RawInflater.inflate} does. */
  inflate(inflater: RawInflater, { bytes, start, position }: ByteWindow, end: number): InflateStatus {
    const before = inflater.filled;
    const status = inflater.inflate(bytes, start, end, before + this.#missing);
    this.#stream.byteLength += inflater.filled - before;
    if (status === "block") this.#addBlock(inflater, position + inflater.consumed);
    return status;
  }

  /** Bytes of output before the next point is due. */
  get #missing(): number {
    return this.#points.spacingBytes - (this.#stream.byteLength - this.#lastOut);
  }

  #addBlock(inflater: RawInflater, inOffset: number): void {
    const outOffset = this.#stream.byteLength;
    const window = inflater.lastOutput(Math.min(HISTORY_BYTES, outOffset - this.#memberOut));
    const place = inflater.unusedBits === 0
      ? { inOffset, bitOffset: 0 }
      : { inOffset: inOffset - 1, bitOffset: BITS - inflater.unusedBits };
    this.#add({ outOffset, window, ...place, isNeeded: false });
  }

  #add(point: DraftPoint): void {
    this.#points.add(this.#stream, point);
    this.#lastOut = point.outOffset;
  }
}
