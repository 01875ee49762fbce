/** Reads archives with a seek index, and judges what comes back through it. */
import { crc32, deflateRawSync } from "node:zlib";
import type { InflateEngine } from "../../../lib/archive/gzip/inflate_raw.ts";
import type { FileSeekIndex, SeekSpan } from "../../../lib/archive/seek/seek_index.ts";
import { SeekIndexBuilder } from "../../../lib/archive/seek/seek_index_builder.ts";
import { type RandomAccess, SeekReader } from "../../../lib/archive/seek/seek_reader.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { readAll, type ReadAllOptions, type ReadMember } from "../../helpers/read_all.ts";
import { bytesOf, concat, padded, paxEntry, tarEntry } from "../../helpers/tar_builder.ts";

/** An archive that was read once. */
export interface IndexedArchive {
  /** Its members as they were delivered. */
  readonly members: readonly ReadMember[];
  /** Where they lie. */
  readonly index: FileSeekIndex;
  /** The file. */
  readonly file: RandomAccess;
}

/** How to read. */
export interface IndexOptions extends ReadAllOptions {
  /** As in the builder. @default {20_000} */
  readonly spacingBytes?: number;
}

/** Reads an archive, and makes its index. */
export async function readIndexed(
  bytes: Uint8Array,
  { spacingBytes = 20_000, ...options }: IndexOptions = {},
): Promise<IndexedArchive> {
  const seek = new SeekIndexBuilder({ spacingBytes });
  const { members } = await readAll(bytes, { ...options, seek });
  return { members, index: seek.index(), file: fileOf(bytes) };
}

/** Bytes as a file, of which at most `width` are given at once. */
export function fileOf(bytes: Uint8Array, width: number = Infinity): RandomAccess {
  return {
    sizeBytes: bytes.length,
    readAt(into, offset) {
      const part = bytes.subarray(offset, offset + Math.min(into.length, width));
      into.set(part);
      return part.length;
    },
  };
}

/** Whether bytes are equal, without the time that a comparison of arrays takes. */
export function assertSameBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  assert(actual.length === expected.length, `${what}: ${actual.length} bytes, expected ${expected.length}`);
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  assert(at < 0, `${what}: byte ${at} is ${actual[at]}, expected ${expected[at]}`);
}

/** Asserts that every member comes back whole, and from every point of every stream what comes from its beginning. */
export function assertSeekable({ members, index, file }: IndexedArchive, inflate: InflateEngine): void {
  const reader = new SeekReader(file, index, { inflate });
  try {
    assertEquals([...index.members.keys()], members.map(({ path }) => path));
    for (const { path, bytes } of members) {
      const pieces = reader.stream(index.members.get(path)!);
      assertSameBytes(concat(...Array.from(pieces, (piece) => piece.slice())), bytes, path);
    }
    for (const number of index.streams.keys()) if (number > 0) assertPoints({ index, file }, reader, number);
  } finally {
    reader.close();
  }
}

function assertPoints(
  { index, file }: Pick<IndexedArchive, "index" | "file">,
  reader: SeekReader,
  stream: number,
): void {
  const size = streamSize(index, stream);
  const text = reader.read([{ stream, byteOffset: 0, byteLength: size }], 0, size);
  const { points } = index.streams[stream]!;
  for (const { outOffset, window } of points.filter((point) => point.outOffset <= size)) {
    const before = text.subarray(outOffset - window.length, outOffset);
    assertSameBytes(window, before, `Window of stream ${stream} at ${outOffset}`);
    const fresh = new SeekReader(file, index);
    const byteLength = Math.min(70_000, size - outOffset);
    const bytes = fresh.read([{ stream, byteOffset: outOffset, byteLength }], 0, byteLength);
    fresh.close();
    const expected = text.subarray(outOffset, outOffset + byteLength);
    assertSameBytes(bytes, expected, `Stream ${stream} from ${outOffset}`);
  }
}

/** How much of a stream anything refers to. */
function streamSize({ members, streams }: FileSeekIndex, stream: number): number {
  const spans: SeekSpan[] = [...members.values(), ...streams.map(({ source }) => source)].flat();
  return spans.reduce((size, span) => {
    return span.stream === stream ? Math.max(size, span.byteOffset + span.byteLength) : size;
  }, 0);
}

/** How a gzip member is made. */
export interface DeflateShape {
  /** 0 to 9. @default {6} */
  readonly level?: number;
  /** Of zlib: 4 has fixed codes only. @default {0} */
  readonly strategy?: number;
  /** 1 makes small blocks. @default {1} */
  readonly memLevel?: number;
  /** After so many bytes the compressor starts again, with an empty block between (Z_FULL_FLUSH). */
  readonly flushEvery?: number;
}

const FULL_FLUSH = 3;
const FINISH = 4;
const LITTLE_ENDIAN = true;

/** One gzip member of that shape. */
export function gzipOf(
  bytes: Uint8Array,
  { flushEvery = Infinity, ...shape }: DeflateShape = {},
): Uint8Array {
  const body: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += flushEvery) {
    const end = Math.min(bytes.length, at + flushEvery);
    const finishFlush = end === bytes.length ? FINISH : FULL_FLUSH;
    body.push(
      new Uint8Array(deflateRawSync(bytes.subarray(at, end), { memLevel: 1, ...shape, finishFlush })),
    );
  }
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32(bytes), LITTLE_ENDIAN);
  trailer.setUint32(4, bytes.length, LITTLE_ENDIAN);
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
  return concat(header, ...body, new Uint8Array(trailer.buffer));
}

/** Synthetic lines, that compress to about a third, the same every time. */
export function linesOf(count: number, seed = 1): Uint8Array {
  let state = seed;
  const next = () => state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const line = () =>
    `2026-04-12T03:14:15.${next() % 1000}+0000 synthetic ${next().toString(36)} ${next() % 9999}\n`;
  return bytesOf(Array.from({ length: count }, line).join(""));
}

/** A sparse file (pax version 1.0) of which these parts are stored. */
export function sparseEntry(
  name: string,
  parts: readonly (readonly [offset: number, bytes: Uint8Array])[],
  size: number,
): Uint8Array {
  const map = [parts.length, ...parts.flatMap(([offset, bytes]) => [offset, bytes.length])].join("\n") + "\n";
  const records = {
    "GNU.sparse.name": name,
    "GNU.sparse.realsize": `${size}`,
    "GNU.sparse.major": "1",
    "GNU.sparse.minor": "0",
  };
  const body = concat(padded(bytesOf(map)), ...parts.map(([, bytes]) => bytes));
  return concat(paxEntry(records), tarEntry({ name: "x" }, body));
}
