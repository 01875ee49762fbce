import { ContentSpans } from "./content_spans.ts";
import { PointBudget } from "./point_budget.ts";
import type { StreamDraft } from "./stream_draft.ts";

/** A place in a gzip stream from which inflating can start again. */
export interface SeekPoint {
  /** Bytes that come out of the stream before it. */
  readonly outOffset: number;
  /** Byte in the stream's source at which its compressed data goes on. */
  readonly inOffset: number;
  /** How many bits of that byte belong to what is before: 0 to 7. */
  readonly bitOffset: number;
  /** What came out just before it, at most 32 KiB; empty at the beginning of a gzip member. */
  readonly window: Uint8Array;
}

/** The number in {@linkcode SeekSpan.stream} of zeros that are stored nowhere: a hole of a sparse file. */
export const HOLE: number = -1;

/** A stretch of a stream's bytes. */
export interface SeekSpan {
  /** Number of the stream, or {@linkcode HOLE}. */
  readonly stream: number;
  /** Its first byte in the stream, 0-based. */
  readonly byteOffset: number;
  /** How long it is. */
  readonly byteLength: number;
}

/** Bytes that can be read from any place: the file, or what comes out of gzip data somewhere in it. */
export interface SeekStream {
  /** What it is. */
  readonly kind: "file" | "gzip";
  /** Where the compressed bytes of a gzip stream lie, in streams of lower numbers; empty for the file. */
  readonly source: readonly SeekSpan[];
  /** Where inflating can start, ascending; the first is at output byte 0. Empty for the file. */
  readonly points: readonly SeekPoint[];
}

/** Where the members of a file lie in it. */
export interface FileSeekIndex {
  /** The file itself, then the gzip streams in it. */
  readonly streams: readonly SeekStream[];
  /** By path as in the "member" part: the spans that are, one after another, the bytes that were delivered. */
  readonly members: ReadonlyMap<string, readonly SeekSpan[]>;
}

/** Bytes of output between two points: some milliseconds of inflating. */
const SPACING_BYTES = 4 * 2 ** 20;
/** More pieces of all members together are not kept; only sparse files have more than one each. */
const MAX_PIECES = 500_000;

/** Remembers, while a file is read, where its members lie. Given to `readArchive`, and complete when that ends. */
export class SeekIndexBuilder {
  /**
   * The bytes of the file.
   * @internal
   */
  readonly file: ContentSpans;
  /**
   * The points of its gzip streams.
   * @internal
   */
  readonly points: PointBudget;
  readonly #members = new Map<string, ContentSpans>();
  #piecesLeft = MAX_PIECES;

  /** Creates the builder for one file; between two points are at least so many bytes of output, 4 MiB by default. */
  constructor(options: { readonly spacingBytes?: number } = {}) {
    this.points = new PointBudget(options.spacingBytes ?? SPACING_BYTES);
    const stream = { source: undefined, points: [], byteLength: 0, isUsed: true };
    this.file = new ContentSpans(this, stream, "whole");
  }

  /**
   * Says that so many more bytes of the file were read.
   * @internal
   */
  addFileBytes(count: number): void {
    this.file.stream.byteLength += count;
  }

  /**
   * Begins the stream that comes out of gzip data that lies there.
   * @internal
   */
  openStream(source: ContentSpans): StreamDraft {
    const stream: StreamDraft = { source, points: [], byteLength: 0, isUsed: false };
    this.points.open(stream);
    return stream;
  }

  /**
   * Begins a member that lies there.
   * @internal
   */
  addMember(path: string, spans: ContentSpans): void {
    for (let at: ContentSpans | undefined = spans; at; at = at.stream.source) at.stream.isUsed = true;
    this.#members.set(path, spans);
  }

  /**
   * Whether one more piece may be kept.
   * @internal
   */
  takePiece(): boolean {
    return this.#piecesLeft-- > 0;
  }

  /** What is known so far. */
  index(): FileSeekIndex {
    const streams: SeekStream[] = [{ kind: "file", source: [], points: [] }];
    const numbers = new Map([[this.file.stream, 0]]);
    const numberOf = (stream: StreamDraft): number => {
      const known = numbers.get(stream);
      if (known !== undefined) return known;
      // What it lies in gets its number first.
      const source = stream.source?.spans(numberOf) ?? [];
      const points = stream.points.map(({ isNeeded: _, ...point }) => point);
      numbers.set(stream, streams.length);
      return streams.push({ kind: "gzip", source, points }) - 1;
    };
    const members = new Map(
      [...this.#members].map(([path, spans]) => [path, spans.memberSpans(numberOf)]),
    );
    return { streams, members };
  }
}
