import type { CliIo, FileSystem } from "../../cli_io.ts";
import { removeIfThere } from "../../files/if_there.ts";
import { readFileRange } from "../../files/read_file_range.ts";
import type { EventSpool } from "./event_spool.ts";
import type { SavedEvents } from "./saved_events.ts";

/** Characters that are collected before they are written. */
const CHUNK_CHARS = 262_144;
/** Of a file that was not there: the umask takes from it. */
const NEW_FILE_MODE = 0o666;

/**
 * Writes the events of a spool, and those that are still in the file, to the file, which is not seen before it is
 * complete.
 */
export async function writeEventFile(
  spool: EventSpool,
  saved: SavedEvents,
  { fs }: CliIo,
  signal: AbortSignal,
): Promise<void> {
  const { path } = saved.file;
  const temporary = `${path}.part-new`;
  await removeIfThere(temporary, fs);
  try {
    await writeParts(spool, saved, temporary, fs, signal);
    await saved.checkUnchanged();
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.remove(temporary).catch(() => {});
    throw error;
  }
}

/** Blocks of the file are copied as they are; before, between and after them is what the spool has of these times. */
async function writeParts(
  spool: EventSpool,
  { blocks, file: { path, info } }: SavedEvents,
  temporary: string,
  fs: FileSystem,
  signal: AbortSignal,
): Promise<void> {
  using file = await fs.open(temporary, { write: true, createNew: true, mode: info?.mode ?? NEW_FILE_MODE });
  let fromMs = -Infinity;
  for (const { block, endMs } of blocks.left()) {
    if (fromMs < block.firstMs) await writeLines(spool.lines(fromMs, block.firstMs - 1), file, signal);
    const range = { byteOffset: block.offset, sizeBytes: block.sizeBytes };
    for await (const piece of readFileRange(path, range, fs)) await writeBytes(piece, file);
    signal.throwIfAborted();
    fromMs = endMs;
  }
  await writeLines(spool.lines(fromMs, Infinity), file, signal);
  await file.sync();
}

async function writeLines(lines: Iterable<string>, file: Deno.FsFile, signal: AbortSignal): Promise<void> {
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    signal.throwIfAborted();
    await writeBytes(new TextEncoder().encode(chunk), file);
    chunk = "";
  }
  await writeBytes(new TextEncoder().encode(chunk), file);
}

async function writeBytes(bytes: Uint8Array, file: Deno.FsFile): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
}
