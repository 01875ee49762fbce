import { createHash } from "node:crypto";
import type { ArchivePart } from "./archive_part.ts";
import { ContentReader } from "./content_reader.ts";
import { type InflateEngine, InflaterPool } from "./gzip/inflate_raw.ts";
import type { OutputBuffers } from "./gzip/raw_inflater.ts";
import { type Container, ReadContext } from "./read_context.ts";
import { DEFAULT_READ_LIMITS, type ReadLimits } from "./read_limits.ts";
import type { SeekIndexBuilder } from "./seek/seek_index_builder.ts";

/** A file to read, wherever it is. */
export interface SourceFile {
  /** Member path for files of a folder, else the file's name; never a path of the machine. */
  readonly name: string;
  /** Its bytes as stored. Called once. A chunk may be overwritten when the next one is asked for. */
  open(): AsyncIterable<Uint8Array>;
}

/** How to read. */
export interface ReadOptions {
  /** Name of the input, for diagnostics. */
  readonly input: string;
  /** Limits that are not as in {@linkcode DEFAULT_READ_LIMITS}. */
  readonly limits?: Partial<ReadLimits>;
  /** Ends the reading: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** The file is one of a folder: members of an archive get its name and `!/` before their path. @default {false} */
  readonly isInFolder?: boolean;
  /** How to inflate. @default {"fast"} */
  readonly inflate?: InflateEngine;
  /** Where gzip data is inflated to: bytes of members may lie in these. Left out: in a buffer that is reused at once. */
  readonly buffers?: OutputBuffers;
  /** Remembers where the members lie, so that they can be read again in any order. */
  readonly seek?: SeekIndexBuilder;
}

/** What is known when all was read. */
export interface ReadSummary {
  /** What the file was. */
  readonly container: Container;
  /** SHA-256 of the bytes as stored, hexadecimal. */
  readonly sha256: string;
  /** Number of bytes as stored. */
  readonly inputBytes: number;
  /** Whether nothing was lost: no diagnostic of severity `error`. */
  readonly complete: boolean;
  /** Number of regular files. */
  readonly members: number;
  /** Their bytes. */
  readonly uncompressedBytes: number;
  /** The first bytes, at most 512, inflated when the file is gzip: to judge what is neither archive nor log. */
  readonly firstBytes: Uint8Array;
}

/**
 * Reads an archive, or a single file, of any supported form, as a stream: gzip, tar, plain, in any nesting, damaged or not.
 *
 * Nothing is taken from names: content decides. What is wrong is a diagnostic in its place and never an exception, and
 * reading goes on wherever it can. Memory does not depend on size. The same bytes give the same parts however they arrive.
 *
 * @throws what the source throws, and the signal's reason
 */
export async function* readArchive(
  file: SourceFile,
  options: ReadOptions,
): AsyncGenerator<ArchivePart, ReadSummary> {
  const pool = new InflaterPool(options.inflate ?? "fast", options.buffers);
  const context = new ReadContext(options.input, { ...DEFAULT_READ_LIMITS, ...options.limits }, pool);
  const prefix = options.isInFolder ? `${file.name}!/` : "";
  const reader = new ContentReader(context, {
    path: file.name,
    prefix,
    depth: 0,
    isInput: true,
    sizeBytes: null,
    spans: options.seek?.file,
  });
  const hash = createHash("sha256");
  let inputBytes = 0;
  try {
    for await (const chunk of file.open()) {
      options.signal?.throwIfAborted();
      hash.update(chunk);
      inputBytes += chunk.length;
      options.seek?.addFileBytes(chunk.length);
      reader.write(chunk);
      yield* partsOf(reader, options.signal);
    }
    reader.finish();
    yield* partsOf(reader, options.signal);
  } finally {
    pool.close();
  }
  for (const diagnostic of context.heldDiagnostics()) yield { kind: "diagnostic", diagnostic };
  const { container, complete, members, uncompressedBytes, firstBytes } = context;
  return {
    container,
    sha256: hash.digest("hex"),
    inputBytes,
    complete,
    members,
    uncompressedBytes,
    firstBytes,
  };
}

function* partsOf(reader: ContentReader, signal: AbortSignal | undefined): Generator<ArchivePart> {
  for (let part = reader.next(); part !== undefined; part = reader.next()) {
    yield part;
    signal?.throwIfAborted();
  }
}
