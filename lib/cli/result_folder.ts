import { join } from "node:path";
import { UsageError } from "../errors.ts";
import type { CliIo } from "./cli_io.ts";

/** Where files grow until all of them are complete. A folder of this name that is left over from a crash is removed. */
const PARTIAL = ".omlens-partial";

/** A folder that gets all its new files, or none. */
export interface ResultFolder {
  /** Writes a file that is not seen before the end. */
  readonly write: (name: string, content: string | ReadableStream<Uint8Array>) => Promise<void>;
  /** Files of earlier results that do not belong to the new ones: removed at the end. */
  readonly replace: (names: readonly string[]) => void;
}

/**
 * Lets `work` write into a folder. When it succeeds, its files take the place of those of the same names; when it
 * fails or is interrupted, the folder is as it was before.
 *
 * Renaming needs permission to read the folder. Without it the files are written in place, once their content is
 * there: `--allow-read=INPUT --allow-write=DIR` is enough, but a crash while writing is then seen.
 *
 * @throws {UsageError} when the folder cannot be made or written.
 */
export async function fillFolder<T>(
  path: string,
  io: CliIo,
  work: (folder: ResultFolder, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { fs } = io;
  const created = await makeFolder(path, fs);
  const inPlace = !await io.mayRead(path);
  const target = inPlace ? path : join(path, PARTIAL);
  const written: string[] = [];
  const outdated: string[] = [];
  const interruption = new AbortController();
  const { signal } = interruption;
  const stopListening = io.onInterrupt(() => interruption.abort());
  try {
    const folder: ResultFolder = {
      replace: (names) => void outdated.push(...names),
      async write(name, content) {
        signal.throwIfAborted();
        written.push(name);
        const data = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await fs.writeFile(join(target, name), data, { signal });
      },
    };
    const result = await work(folder, signal);
    signal.throwIfAborted();
    if (!inPlace) for (const name of written) await fs.rename(join(target, name), join(path, name));
    for (const name of outdated) if (!written.includes(name)) await fs.remove(join(path, name));
    return result;
  } catch (error) {
    if (inPlace) { for (const name of written) await fs.remove(join(path, name)).catch(() => {}); }
    if (created) await removeEmpty(path, fs);
    throw error;
  } finally {
    await fs.remove(join(path, PARTIAL), { recursive: true }).catch(() => {});
    stopListening();
  }
}
