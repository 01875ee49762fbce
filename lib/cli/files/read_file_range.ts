import { Buffer } from "node:buffer";
import type { FileSystem } from "../cli_io.ts";

const PIECE_BYTES = 256 * 1024;

/** A part of a file. */
export interface FileRange {
  /** Where it begins, 0-based. */
  readonly byteOffset: number;
  /** How long it is. */
  readonly sizeBytes: number;
}

/** Reads a part of a file, as much of it as is there. The pieces stay as they are. */
export async function* readFileRange(
  path: string,
  { byteOffset, sizeBytes }: FileRange,
  { open }: Pick<FileSystem, "open">,
): AsyncGenerator<Uint8Array, void, undefined> {
  using file = await open(path, { read: true });
  await file.seek(byteOffset, Deno.SeekMode.Start);
  for (let left = sizeBytes; left > 0;) {
    const piece = new Uint8Array(Math.min(left, PIECE_BYTES));
    const length = await file.read(piece);
    if (length === null) return;
    left -= length;
    yield piece.subarray(0, length);
  }
}

/** The bytes of a small part of a file. */
export async function readRangeBytes(
  path: string,
  range: FileRange,
  fs: Pick<FileSystem, "open">,
): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(readFileRange(path, range, fs)));
}
