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
