import { type InflateEngine, InflaterPool } from "../gzip/inflate_raw.ts";
import type { RawInflater } from "../gzip/raw_inflater.ts";
import { checkIndex, checkSpans } from "./check_index.ts";
import { SeekError } from "./seek_error.ts";
import { type FileSeekIndex, HOLE, type SeekPoint, type SeekSpan } from "./seek_index.ts";
import { StreamCursor } from "./stream_cursor.ts";

/** A file that can be read from any place. */
export interface RandomAccess {
  /** Its size. */
  readonly sizeBytes: number;
  /** Reads up to `into.length` bytes at `offset`, and returns how many: 0 only at the end. Synchronous. */
  readAt(into: Uint8Array, offset: number): number;
}

/** A cursor that is kept, for a read that goes on where another ended. */
interface OpenCursor {
  readonly stream: number;
  readonly cursor: StreamCursor;
  readonly inflater: RawInflater;
}

/** Cursors that are kept, about 0.5 MiB each: several members of one stream are often read side by side. */
const MAX_CURSORS = 16;
const PIECE_BYTES = 1_048_576;
/** More is not read at once. */
const MAX_READ_BYTES = 2 ** 30;
/** A minute of inflating. Gzip in gzip may hold more than any time is enough for. */
const MAX_INFLATED_BYTES = 2 ** 36;

/** Reads any part of any member from the stored file alone, with the index made when it was read first. */
export class SeekReader {
  readonly #source: RandomAccess;
  readonly #index: FileSeekIndex;
  readonly #pool: InflaterPool;
  /** Of one read, in all streams. */
  #inflatedBytes = 0;
  /** The one used last is last. */
  readonly #cursors: OpenCursor[] = [];

  /**
   * Creates the reader of a file.
   *
   * @throws {SeekError} when the index makes no sense
   */
  constructor(
    source: RandomAccess,
    index: FileSeekIndex,
    options: { readonly inflate?: InflateEngine } = {},
  ) {
    checkIndex(index);
    this.#source = source;
    this.#index = index;
    this.#pool = new InflaterPool(options.inflate ?? "fast");
  }

  /**
   * Bytes of a member, fewer at its end.
   *
   * @throws {SeekError} when they are not there
   */
  read(spans: readonly SeekSpan[], byteOffset: number, byteLength: number): Uint8Array {
    checkSpans(spans, this.#index.streams.length);
    const sizeBytes = spans.reduce((sum, span) => sum + span.byteLength, 0);
    const length = Math.min(byteLength, sizeBytes - byteOffset);
    if (!(length > 0 && byteOffset >= 0)) return new Uint8Array(0);
    if (length > MAX_READ_BYTES) {
      throw new SeekError(`Cannot read ${length} bytes at once: expected at most ${MAX_READ_BYTES}`);
    }
    const bytes = new Uint8Array(length);
    this.#inflatedBytes = 0;
    this.#fill(bytes, spans, byteOffset);
    return bytes;
  }

  /**
   * Copies bytes of a member into a buffer, and returns how many: fewer than it holds at the end of the member.
   *
   * @throws {SeekError} when they are not there
   */
  readInto(spans: readonly SeekSpan[], byteOffset: number, into: Uint8Array): number {
    checkSpans(spans, this.#index.streams.length);
    this.#inflatedBytes = 0;
    return this.#fill(into, spans, Math.max(0, byteOffset));
  }

  /**
   * All bytes of a member in order, in pieces of about a MiB, each valid until the next.
   *
   * @throws {SeekError} when they are not there
   */
  *stream(spans: readonly SeekSpan[]): Generator<Uint8Array> {
    checkSpans(spans, this.#index.streams.length);
    const buffer = new Uint8Array(PIECE_BYTES);
    let at = 0;
    for (;;) {
      this.#inflatedBytes = 0;
      const count = this.#fill(buffer, spans, at);
      if (count === 0) return;
      at += count;
      yield buffer.subarray(0, count);
    }
  }

  /** Frees what is held outside the heap. */
  close(): void {
    this.#cursors.length = 0;
    this.#pool.close();
  }

  /** Fills a buffer as far as the spans reach, and returns how far. */
  #fill(into: Uint8Array, spans: readonly SeekSpan[], position: number): number {
    let filled = 0;
    let end = 0;
    for (const { stream, byteOffset, byteLength } of spans) {
      const skipped = Math.max(0, position - end);
      end += byteLength;
      const count = Math.min(byteLength - skipped, into.length - filled);
      if (count <= 0) continue;
      const part = into.subarray(filled, filled + count);
      if (stream === HOLE) part.fill(0);
      else if (stream === 0) this.#readFile(part, byteOffset + skipped);
      else this.#inflate(part, stream, byteOffset + skipped);
      filled += count;
      if (filled === into.length) break;
    }
    return filled;
  }

  #readFile(into: Uint8Array, offset: number): void {
    for (let filled = 0; filled < into.length;) {
      const count = this.#source.readAt(into.subarray(filled), offset + filled);
      if (!(count > 0)) {
        const { sizeBytes } = this.#source;
        throw new SeekError(
          `Cannot read file: it has ${sizeBytes} bytes, expected ${into.length} bytes at offset ${offset}`,
        );
      }
      filled += count;
    }
  }

  #inflate(into: Uint8Array, stream: number, offset: number): void {
    const { cursor } = this.#open(stream, offset);
    for (let filled = 0; filled < into.length;) {
      const at = offset + filled;
      if (at < cursor.end) filled += cursor.copy(at, into.subarray(filled));
      else if (!this.#advance(cursor)) {
        const expected = `expected ${into.length} bytes at offset ${offset}`;
        throw new SeekError(`Cannot inflate gzip stream ${stream}: it ends at ${cursor.end}, ${expected}`);
      }
    }
  }

  #advance(cursor: StreamCursor): boolean {
    const before = cursor.end;
    const hasMore = cursor.advance();
    this.#inflatedBytes += cursor.end - before;
    if (this.#inflatedBytes <= MAX_INFLATED_BYTES) return hasMore;
    throw new SeekError(`Cannot inflate more: ${this.#inflatedBytes} bytes came out for a single read`);
  }

  /** The cursor from which the least has to be inflated. */
  #open(stream: number, offset: number): OpenCursor {
    const { points } = this.#index.streams[stream]!;
    const index = lastPointAt(points, offset);
    const pointOffset = points[index]?.outOffset;
    if (pointOffset === undefined) {
      throw new SeekError(
        `Cannot inflate gzip stream ${stream}: it has no point at or before byte ${offset}`,
      );
    }
    const best = this.#cursors
      .filter((open) =>
        open.stream === stream && open.cursor.start <= offset && open.cursor.end >= pointOffset
      )
      .reduce<OpenCursor | undefined>((a, b) => a && a.cursor.end >= b.cursor.end ? a : b, undefined);
    if (best) this.#cursors.splice(this.#cursors.indexOf(best), 1);
    const open = best ?? this.#create(stream, points, index);
    this.#cursors.push(open);
    return open;
  }

  #create(stream: number, points: readonly SeekPoint[], index: number): OpenCursor {
    const oldest = this.#cursors.length < MAX_CURSORS ? undefined : this.#cursors.shift();
    if (oldest) this.#pool.release(oldest.inflater);
    const { source } = this.#index.streams[stream]!;
    const inflater = this.#pool.acquire();
    const readSource = (into: Uint8Array, at: number) => this.#fill(into, source, at);
    return { stream, inflater, cursor: new StreamCursor(points, index, inflater, readSource) };
  }
}

/** The index of the last point at or before an offset; -1 when there is none. */
function lastPointAt(points: readonly SeekPoint[], offset: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.outOffset <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
