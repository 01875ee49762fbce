import { setImmediate } from "node:timers/promises";
import type { FileSystem } from "../cli_io.ts";

/** So few that they stay in the cache of the processor until they are used. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a file from start to end, piece by piece. A piece is overwritten when the next is asked for.
 *
 * To have another thread read takes three times as long as to read. The system reads a disk ahead as it is; what is no file,
 * such as a pipe, may keep its reader waiting for ever.
 */
export async function* readFileBytes(
  path: string,
  { open }: Pick<FileSystem, "open">,
): AsyncGenerator<Uint8Array, void, undefined> {
  using file = await open(path, { read: true });
  const { isFile } = file.statSync();
  const chunk = new Uint8Array(CHUNK_BYTES);
  while (true) {
    const length = isFile ? file.readSync(chunk) : await file.read(chunk);
    if (length === null) return;
    yield chunk.subarray(0, length);
    // Whatever else waits, such as Ctrl-C, has its turn.
    if (isFile) await setImmediate();
  }
}
