import { ContentSpans } from "./content_spans.ts";
import { PointBudget } from "./point_budget.ts";
import type { FileSeekIndex, SeekPoint, SeekStream } from "./seek_index.ts";
import { SpilledPoint, type WindowStore } from "./spilled_point.ts";
import type { DraftPoint, StreamDraft } from "./stream_draft.ts";

/** Bytes of output between two points: some milliseconds of inflating. */
const SPACING_BYTES = 4 * 2 ** 20;
/** More pieces of all members together are not kept; only sparse files have more than one each. */
const MAX_PIECES = 500_000;

/** How a seek index is built. */
export interface SeekIndexOptions {
  /** Bytes of output between two points, at least. @default {4_194_304} (4 MiB) */
  readonly spacingBytes?: number;
  /** Takes windows that are not kept in memory; of those one is valid until another one is looked at. */
  readonly windows?: WindowStore;
  /** Bytes of points before windows are not kept in memory. @default {8_388_608} (8 MiB) */
  readonly memoryBytes?: number;
}

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

  /** Creates the builder for one file. */
  constructor({ spacingBytes = SPACING_BYTES, ...memory }: SeekIndexOptions = {}) {
    this.points = new PointBudget(spacingBytes, memory);
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
      numbers.set(stream, streams.length);
      return streams.push({ kind: "gzip", source, points: stream.points.map(seekPoint) }) - 1;
    };
    const members = new Map(
      [...this.#members].map(([path, spans]) => [path, spans.memberSpans(numberOf)]),
    );
    return { streams, members };
  }
}

/** A window that was spilled is not read before somebody looks at it. */
function seekPoint(draft: DraftPoint): SeekPoint {
  if (draft instanceof SpilledPoint) return draft;
  const { isNeeded: _, ...point } = draft;
  return point;
}
