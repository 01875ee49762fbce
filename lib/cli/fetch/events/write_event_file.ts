import type { CliIo, FileSystem } from "../../cli_io.ts";
import type { EventSpool } from "./event_spool.ts";

/** Characters that are collected before they are written. */
const CHUNK_CHARS = 262_144;

/** Writes the events of a spool to a file, which is not seen before it is complete. */
export async function writeEventFile(
  spool: EventSpool,
  path: string,
  { fs }: CliIo,
  signal: AbortSignal,
): Promise<void> {
  const temporary = `${path}.part-new`;
  await removeIfThere(temporary, fs);
  try {
    await writeLines(spool.lines(), temporary, fs, signal);
    await fs.rename(temporary, path);
  } catch (error) {
    await removeIfThere(temporary, fs);
    throw error;
  }
}

async function writeLines(
  lines: Iterable<string>,
  path: string,
  fs: FileSystem,
  signal: AbortSignal,
): Promise<void> {
  using file = await fs.open(path, { write: true, createNew: true });
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    signal.throwIfAborted();
    await writeText(chunk, file);
    chunk = "";
  }
  await writeText(chunk, file);
  await file.sync();
}

async function writeText(text: string, file: Deno.FsFile): Promise<void> {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
}

async function removeIfThere(path: string, fs: FileSystem): Promise<void> {
  await fs.remove(path).catch(() => {});
}
