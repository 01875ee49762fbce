import { ByteWindow } from "../byte_window.ts";
import { readGzipHeader, TRAILER_BYTES } from "../gzip/gzip_framing.ts";
import { INPUT_SLICE_BYTES, type RawInflater } from "../gzip/raw_inflater.ts";
import { resumeInput } from "./resume_input.ts";
import { SeekError } from "./seek_error.ts";
import type { SeekPoint } from "./seek_index.ts";

const MAX_WINDOW_BYTES = 32_768;

type State = "body" | "trailer" | "between" | "over";

/** More zeros between two members are not passed over without a point: a hole has no end. */
const MAX_PADDING_BYTES = 16_777_216;

/** Reads the compressed bytes of a stream at an offset into a buffer, and returns how many: 0 at the end. */
export type ReadSource = (into: Uint8Array, offset: number) => number;

/** A place in a gzip stream, from which it is inflated onward, over the ends of its members. */
export class StreamCursor {
  readonly #inflater: RawInflater;
  readonly #points: readonly SeekPoint[];
  readonly #readSource: ReadSource;
  readonly #chunk = new Uint8Array(INPUT_SLICE_BYTES);
  #window = new ByteWindow();
  #state: State = "body";
  /** Where to begin. */
  #point: Pick<SeekPoint, "window" | "bitOffset"> | undefined;
  /** Number of the next point. */
  #next: number;
  #inOffset = 0;
  #start = 0;
  /** Zeros after the member. */
  #padding = 0;

  /** Creates a cursor at a point, of an inflater for its own use. */
  constructor(points: readonly SeekPoint[], index: number, inflater: RawInflater, readSource: ReadSource) {
    this.#points = points;
    this.#inflater = inflater;
    this.#readSource = readSource;
    this.#next = index + 1;
    this.#begin(points[index]!);
  }

  /** Offset in the stream of the first byte that it has. */
  get start(): number {
    return this.#start;
  }

  /** Offset after the last byte that it has. */
  get end(): number {
    return Math.min(this.#start + this.#inflater.filled, this.#points[this.#next]?.outOffset ?? Infinity);
  }

  /** Copies what it has from an offset on, and returns how much that is. */
  copy(offset: number, into: Uint8Array): number {
    const { output } = this.#inflater;
    const count = Math.min(into.length, this.end - offset);
    into.set(output.subarray(offset - this.#start, offset - this.#start + count));
    return count;
  }

  /** Gets more, in place of what it has when there is no room; false when no more comes out. */
  advance(): boolean {
    const before = this.end;
    while (this.end === before) {
      if (!this.#step()) return false;
    }
    return true;
  }

  #step(): boolean {
    const next = this.#points[this.#next];
    if (next?.outOffset === this.end) return this.#pass(next);
    if (this.#point !== undefined) return this.#prime(this.#point);
    switch (this.#state) {
      case "body":
        return this.#readBody();
      case "trailer":
        return this.#skipTrailer();
      case "between":
        return this.#readHeader();
      case "over":
        return false;
    }
  }

  /** Goes on at a point where that is needed: at the beginning of a member, which may not follow the one before. */
  #pass(point: SeekPoint): true {
    this.#next++;
    if (point.window.length === 0) this.#begin(point);
    return true;
  }

  #begin({ outOffset, inOffset, bitOffset, window }: SeekPoint): void {
    if (window.length > Math.min(outOffset, MAX_WINDOW_BYTES)) {
      throw new SeekError(
        `Cannot use seek index: a point at ${outOffset} has ${window.length} bytes before it`,
      );
    }
    this.#inflater.reset();
    this.#inflater.drain();
    this.#window = new ByteWindow();
    this.#point = { window, bitOffset };
    this.#inOffset = inOffset;
    this.#start = outOffset - window.length;
  }

  #prime({ window, bitOffset }: Pick<SeekPoint, "window" | "bitOffset">): boolean {
    const chunk = this.#load();
    if (chunk === undefined) return false;
    this.#window.write(resumeInput({ window, bitOffset }, chunk[0] ?? 0));
    this.#window.write(chunk.subarray(bitOffset > 0 ? 1 : 0));
    this.#point = undefined;
    this.#state = "body";
    return true;
  }

  #readBody(): boolean {
    const inflater = this.#inflater;
    if (inflater.filled === inflater.output.length) {
      this.#start += inflater.filled;
      inflater.drain();
    }
    const { bytes, start, end } = this.#window;
    const before = inflater.filled;
    const status = inflater.inflate(bytes, start, end);
    this.#window.consume(inflater.consumed);
    if (status === "end") this.#state = "trailer";
    else if (status === "corrupt") this.#state = "over";
    else if (inflater.consumed === 0 && inflater.filled === before) return this.#more();
    return true;
  }

  #skipTrailer(): boolean {
    if (this.#window.length < TRAILER_BYTES) return this.#more();
    this.#window.consume(TRAILER_BYTES);
    this.#padding = 0;
    this.#state = "between";
    return true;
  }

  #readHeader(): boolean {
    const window = this.#window;
    while (window.length > 0 && window.bytes[window.start] === 0) {
      window.consume(1);
      this.#padding++;
    }
    const header = readGzipHeader(window.bytes, window.start, window.end);
    if (header.kind === "bad" || this.#padding > MAX_PADDING_BYTES) {
      this.#state = "over";
      return true;
    }
    if (header.kind === "short") return this.#more();
    window.consume(header.byteLength);
    this.#inflater.reset();
    this.#state = "body";
    return true;
  }

  /** Gets more compressed bytes; at their end another member may still begin elsewhere. */
  #more(): boolean {
    const chunk = this.#load();
    if (chunk === undefined) this.#state = "over";
    else this.#window.write(chunk);
    return true;
  }

  #load(): Uint8Array | undefined {
    this.#window.hold();
    const count = this.#readSource(this.#chunk, this.#inOffset);
    this.#inOffset += count;
    return count === 0 ? undefined : this.#chunk.subarray(0, count);
  }
}
