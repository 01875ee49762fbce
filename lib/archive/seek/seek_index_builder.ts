import { ContentSpans } from "./content_spans.ts";
import { PointBudget } from "./point_budget.ts";
import type { FileSeekIndex, SeekStream } from "./seek_index.ts";
import type { StreamDraft } from "./stream_draft.ts";

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
