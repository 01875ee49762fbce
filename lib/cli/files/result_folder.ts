import { join } from "node:path";
import type { CliIo, FileSystem } from "../cli_io.ts";
import { cannotWrite } from "./explain_write.ts";

/** Characters that are written at once. */
const BATCH_CHARS = 256 * 1024;

/** Where files grow until all of them are complete. What a crash left in it is removed by the next run. */
const PARTIAL = ".omlens-partial";

/** A folder that gets all its new files, or none. */
export interface ResultFolder {
  /** Writes a file that is not seen before the end. */
  readonly write: (
    name: string,
    content: string | Iterable<string> | ReadableStream<Uint8Array>,
  ) => Promise<void>;
  /** Where a file is to be written that others write; it is not seen before the end either. */
  readonly place: (name: string) => string;
  /** Where a file may be while the work goes on; it is gone at the end. Only where reading is permitted. */
  readonly scratch: (name: string) => string;
  /** Names files of earlier results that do not belong to the new ones: they are removed at the end. */
  readonly outdate: (names: readonly string[]) => void;
}

/**
 * Lets `work` write into a folder. When it succeeds, its files take the place of those of the same names; when it
 * fails or is interrupted, the folder is as it was before.
 *
 * Renaming needs permission to read the folder. Without it the files are written in place as soon as their content
 * is there: `--allow-write=DIR` is enough, but then a crash in the middle of writing is seen.
 *
 * @throws {UsageError} when the folder cannot be made or written.
 */
export async function fillFolder<T>(
  path: string,
  io: CliIo,
  work: (folder: ResultFolder, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { fs } = io;
  const staging = await io.mayRead(path) ? join(path, PARTIAL) : path;
  const written = new Set<string>();
  const outdated = new Set<string>();
  const interruption = new AbortController();
  const { signal } = interruption;
  const stopListening = io.onInterrupt(() => interruption.abort());
  let made = false;
  const place: ResultFolder["place"] = (name) => {
    signal.throwIfAborted();
    written.add(name);
    return join(staging, name);
  };
  const write: ResultFolder["write"] = async (name, content) => {
    const path = place(name);
    if (typeof content === "string") return await fs.writeTextFile(path, content);
    const file = await fs.open(path, { write: true, create: true, truncate: true });
    const bytes = content instanceof ReadableStream ? content : encoded(content);
    await bytes.pipeTo(file.writable, { signal });
  };
  try {
    made = await openFolder(path, fs);
    const result = await work(
      {
        write,
        place,
        scratch: (name) => join(path, PARTIAL, name),
        outdate: (names) => names.forEach((name) => outdated.add(name)),
      },
      signal,
    );
    signal.throwIfAborted();
    await publish(path, staging, { written, outdated }, fs);
    await removeWhole(join(path, PARTIAL), fs);
    return result;
  } catch (error) {
    if (staging === path) { for (const name of written) await removeWhole(join(path, name), fs); }
    await removeWhole(join(path, PARTIAL), fs);
    // Not recursive: what others put there meanwhile is theirs.
    if (made) await fs.remove(path).catch(() => {});
    throw error;
  } finally {
    stopListening();
  }
}

/** Bytes of a text, many pieces at a time: to write each of them would take long. */
function encoded(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(inBatches(pieces)).pipeThrough(new TextEncoderStream());
}

function* inBatches(pieces: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    batch.push(piece);
    length += piece.length;
    if (length < BATCH_CHARS) continue;
    yield batch.join("");
    [batch, length] = [[], 0];
  }
  yield batch.join("");
}

async function publish(
  path: string,
  staging: string,
  { written, outdated }: { written: ReadonlySet<string>; outdated: ReadonlySet<string> },
  fs: FileSystem,
): Promise<void> {
  if (staging !== path) {
    for (const name of written) {
      await fs.rename(join(staging, name), join(path, name));
    }
  }
  for (const name of outdated) if (!written.has(name)) await removeWhole(join(path, name), fs);
}

/** Makes the folder and finds out whether it can be written, before hours of work. Gives whether it was made. */
async function openFolder(path: string, fs: FileSystem): Promise<boolean> {
  try {
    const made = await makeFolder(path, fs);
    await removeWhole(join(path, PARTIAL), fs);
    await fs.mkdir(join(path, PARTIAL));
    return made;
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** Makes a folder, with those above it; gives whether it was not there before. */
export async function makeFolder(path: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await fs.mkdir(path, { recursive: true });
    return true;
  }
}

async function removeWhole(path: string, fs: FileSystem): Promise<void> {
  await fs.remove(path, { recursive: true }).catch(() => {});
}
