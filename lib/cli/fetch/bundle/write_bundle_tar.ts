import { join } from "node:path";
import { TarStream, type TarStreamInput } from "../../../std/tar.ts";
import type { FileSystem } from "../../cli_io.ts";
import { explainWrite } from "../../files/explain_write.ts";

/** What goes into a tar. */
export interface BundleTar {
  /** Folder of the files. */
  readonly folder: string;
  /** Their names, in order. */
  readonly names: readonly string[];
  /** Time of all of them, milliseconds since the epoch. */
  readonly timeMs: number;
}

const PART_FILE = "bundle.tar.part";

/** Packs files of a folder into a tar, whose name it gets when it is complete. The same files give the same bytes. */
export async function writeBundleTar(
  path: string,
  tar: BundleTar,
  fs: FileSystem,
  signal: AbortSignal,
): Promise<void> {
  // Inside the folder: there it may be written and read in any case, and it is on the same disk.
  const part = join(tar.folder, PART_FILE);
  try {
    const file = await fs.open(part, { write: true, create: true, truncate: true });
    await ReadableStream.from(entries(tar, fs)).pipeThrough(new TarStream()).pipeTo(file.writable, {
      signal,
    });
    await fs.rename(part, path);
  } catch (cause) {
    await fs.remove(part).catch(() => {});
    throw signal.aborted ? cause : explainWrite(path, cause);
  }
}

async function* entries(
  { folder, names, timeMs }: BundleTar,
  fs: FileSystem,
): AsyncGenerator<TarStreamInput> {
  for (const name of names) {
    const file = await fs.open(join(folder, name), { read: true });
    const { size } = await file.stat();
    yield {
      type: "file",
      path: name,
      size,
      readable: file.readable,
      options: { mtime: Math.floor(timeMs / 1000), mode: 0o644 },
    };
  }
}
