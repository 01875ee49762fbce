import { ByteWindow } from "../../archive/byte_window.ts";
import { safeMemberPath } from "../../archive/member_path.ts";
import { TarDecoder } from "../../archive/tar/tar_decoder.ts";
import { isTarHeader } from "../../archive/tar/tar_header.ts";
import type { FileSystem } from "../cli_io.ts";

/** A regular file in a tar. */
export interface TarEntry {
  /** As `readArchive()` names it. */
  readonly path: string;
  /** Number of bytes. */
  readonly sizeBytes: number;
  /** Where its bytes begin in the tar, 0-based. */
  readonly byteOffset: number;
}

const BLOCK_BYTES = 512;
/** Bundles have a handful; of other archives there is no need to know more. */
const MAX_ENTRIES = 32;
const PIECE_BYTES = 4096;
/** Headers with their extensions are smaller. */
const MAX_HEADER_PIECES = 16;

/** The first entries of a tar, by jumping from header to header; none when it is no plain tar. */
export async function listTarEntries(path: string, { open }: Pick<FileSystem, "open">): Promise<TarEntry[]> {
  using file = await open(path, { read: true });
  const entries: TarEntry[] = [];
  let at = 0;
  while (entries.length < MAX_ENTRIES) {
    const entry = await nextEntry(file, at);
    if (entry === null) break;
    entries.push(entry);
    at = entry.byteOffset + Math.ceil(entry.sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return entries;
}

async function nextEntry(file: Deno.FsFile, at: number): Promise<TarEntry | null> {
  await file.seek(at, Deno.SeekMode.Start);
  const window = new ByteWindow();
  const decoder = new TarDecoder(window);
  for (let pieces = 0; pieces < MAX_HEADER_PIECES; pieces++) {
    const piece = new Uint8Array(PIECE_BYTES);
    const length = await file.read(piece);
    if (length === null) return null;
    if (pieces === 0 && (length < BLOCK_BYTES || !isTarHeader(piece, 0))) return null;
    window.write(piece.subarray(0, length));
    for (let event = decoder.next(); event !== undefined; event = decoder.next()) {
      if (event.kind === "entry") {
        const { path } = safeMemberPath(event.name);
        return { path, sizeBytes: event.sizeBytes, byteOffset: at + window.position };
      }
      if (event.kind !== "problem" || event.problem.severity === "error") return null;
    }
  }
  return null;
}
