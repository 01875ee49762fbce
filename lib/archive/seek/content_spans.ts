import type { PointBudget } from "./point_budget.ts";
import { HOLE, type SeekSpan } from "./seek_index.ts";
import type { SeekIndexBuilder } from "./seek_index_builder.ts";
import type { StreamDraft } from "./stream_draft.ts";

/** A part of some content: a stretch of its stream, or a hole, of which the offset is {@linkcode HOLE}. */
interface Piece {
  readonly byteOffset: number;
  byteLength: number;
}

/** Where the bytes of some content lie in a stream, found while they are read: all of it, or pieces with holes between. */
export class ContentSpans {
  /** The stream. */
  readonly stream: StreamDraft;
  #deliveredBytes = 0;
  readonly #builder: SeekIndexBuilder;
  /** Undefined: the content is the whole stream. */
  readonly #pieces: Piece[] | undefined;
  /** The piece that was looked at last, and where in the content it begins: positions only ascend. */
  #index = 0;
  #indexStart = 0;
  #isCut = false;

  /** Creates the spans of content that is the whole stream, or of content to which pieces will be added. */
  constructor(builder: SeekIndexBuilder, stream: StreamDraft, kind: "whole" | "pieces") {
    this.#builder = builder;
    this.stream = stream;
    this.#pieces = kind === "whole" ? undefined : [];
  }

  /** The points of all streams of the file. */
  get points(): PointBudget {
    return this.#builder.points;
  }

  /** Begins content that consists of parts of this. */
  openPart(): ContentSpans {
    return new ContentSpans(this.#builder, this.stream, "pieces");
  }

  /** Begins the content that comes out of this one, which is gzip. */
  openStream(): ContentSpans {
    return new ContentSpans(this.#builder, this.#builder.openStream(this), "whole");
  }

  /** Says that this content is a member. */
  beginMember(path: string): void {
    this.#builder.addMember(path, this);
  }

  /** Says that so many more bytes of the member were delivered. */
  deliver(count: number): void {
    this.#deliveredBytes += count;
  }

  /** Adds what `whole` has from a position, which is never before an earlier one; without it, zeros that are nowhere. */
  append(whole: ContentSpans | undefined, position: number, byteLength: number): void {
    if (whole === undefined) return this.#add(HOLE, byteLength);
    if (whole.#pieces === undefined) return this.#add(position, byteLength);
    for (let left = byteLength; left > 0;) {
      const piece = whole.#pieces[whole.#index];
      if (piece === undefined) return;
      const skipped = position + byteLength - left - whole.#indexStart;
      const count = Math.min(left, piece.byteLength - skipped);
      if (count > 0) this.#add(piece.byteOffset === HOLE ? HOLE : piece.byteOffset + skipped, count);
      left -= Math.max(0, count);
      if (left > 0) whole.#skipPiece(piece);
    }
  }

  /** The spans of what was delivered of this member. */
  memberSpans(numberOf: (stream: StreamDraft) => number): SeekSpan[] {
    return this.spans(numberOf, this.#deliveredBytes);
  }

  /** The spans of its first bytes, or all, when the streams have these numbers. */
  spans(numberOf: (stream: StreamDraft) => number, byteLength: number = Infinity): SeekSpan[] {
    const stream = numberOf(this.stream);
    const pieces = this.#pieces ?? [{ byteOffset: 0, byteLength: this.stream.byteLength }];
    const spans: SeekSpan[] = [];
    let left = byteLength;
    for (const piece of pieces) {
      const count = Math.min(left, piece.byteLength);
      if (count === 0) break;
      const isHole = piece.byteOffset === HOLE;
      spans.push({
        stream: isHole ? HOLE : stream,
        byteOffset: isHole ? 0 : piece.byteOffset,
        byteLength: count,
      });
      left -= count;
    }
    return spans;
  }

  #skipPiece(piece: Piece): void {
    this.#indexStart += piece.byteLength;
    this.#index++;
  }

  #add(byteOffset: number, byteLength: number): void {
    const last = this.#pieces?.at(-1);
    const follows = last !== undefined &&
      (last.byteOffset === HOLE ? byteOffset === HOLE : byteOffset === last.byteOffset + last.byteLength);
    if (byteLength === 0 || this.#isCut) return;
    if (follows) last.byteLength += byteLength;
    else if (this.#builder.takePiece()) this.#pieces?.push({ byteOffset, byteLength });
    else this.#isCut = true;
  }
}
