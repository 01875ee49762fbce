import type { FileSystem } from "../cli_io.ts";

/** Four times what the file stream of Deno reads at once: fewer round trips, still nothing to hold in memory. */
const CHUNK_BYTES = 256 * 1024;

/** Reads a file from start to end, piece by piece. A piece is overwritten when the next is asked for. */
export async function* readFileBytes(
  path: string,
  { open }: Pick<FileSystem, "open">,
): AsyncGenerator<Uint8Array, void, undefined> {
  using file = await open(path, { read: true });
  const chunk = new Uint8Array(CHUNK_BYTES);
  while (true) {
    const length = await file.read(chunk);
    if (length === null) return;
    yield chunk.subarray(0, length);
  }
}
