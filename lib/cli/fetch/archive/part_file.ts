import { dirname, join } from "node:path";
import { UsageError } from "../../../errors.ts";
import type { CliIo, FileSystem } from "../../cli_io.ts";
import { startProgress } from "../../terminal/progress_line.ts";
import { explainWrite } from "../../files/explain_write.ts";
import { removeIfThere, statIfThere } from "../../files/if_there.ts";
import { ArchiveCheck, type CheckedArchive } from "./archive_check.ts";
import { type PartNote, readPartNote, writePartNote } from "./part_note.ts";

const EXCLUSIVE = true;
const CHUNK_BYTES = 256 * 1024;

/** Whose bytes a part holds. */
export type PartOwner = Pick<PartNote, "jobId" | "apiUrl">;

/** How a part is opened. */
export interface PartOptions {
  /** Folder that is there. */
  readonly folder: string;
  /** Whose bytes it is to hold. */
  readonly owner: PartOwner;
  /** No progress while what is there is read again. */
  readonly quiet: boolean;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/**
 * The file in which an archive grows, checked as it grows. It is named for the job, since the archive's own name is
 * known only from the answer, and stays when a download is cut: the next run reads it through the check and goes on
 * behind it.
 */
export class PartFile {
  /** Where it is. */
  readonly path: string;
  /** What is known of the answer that its bytes come from; null: it has none. */
  note: PartNote | null = null;
  readonly #notePath: string;
  readonly #owner: PartOwner;
  readonly #fs: FileSystem;
  readonly #file: Deno.FsFile;
  #check = new ArchiveCheck();

  /** Takes a file that is open and locked. */
  constructor(path: string, file: Deno.FsFile, owner: PartOwner, fs: FileSystem) {
    this.path = path;
    this.#notePath = `${path}.json`;
    this.#owner = owner;
    this.#fs = fs;
    this.#file = file;
  }

  /** Bytes that are in it and were checked. */
  get sizeBytes(): number {
    return this.#check.sizeBytes;
  }

  /** Takes up what an earlier run left, when it is of the same job. */
  async takeUp({ signal, quiet }: PartOptions, io: CliIo): Promise<void> {
    const note = await readPartNote(this.#notePath, this.#fs);
    const { jobId, apiUrl } = this.#owner;
    if (note?.jobId !== jobId || note.apiUrl !== apiUrl) return await this.restart();
    const { size: totalBytes } = await this.#file.stat();
    const progress = startProgress(io, { verb: "checking what is there:", totalBytes, quiet });
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let n = await this.#file.read(chunk); n !== null; n = await this.#file.read(chunk)) {
      signal.throwIfAborted();
      this.#check.write(chunk.subarray(0, n));
      progress.update(this.sizeBytes);
    }
    progress.clear();
    this.note = note;
  }

  /** Drops all bytes. */
  async restart(): Promise<void> {
    this.#check.close();
    this.#check = new ArchiveCheck();
    this.note = null;
    await this.#written(async () => {
      await this.#file.truncate(0);
      await this.#file.seek(0, Deno.SeekMode.Start);
    });
  }

  /** Writes down what the bytes that follow come from. */
  async takeNote(answer: Omit<PartNote, keyof PartOwner>): Promise<void> {
    const { fileName, validator, totalBytes } = answer;
    const note = { ...this.#owner, fileName, validator, totalBytes };
    await this.#written(() => writePartNote(this.#notePath, note, this.#fs));
    this.note = note;
  }

  /** Adds bytes. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#written(async () => {
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await this.#file.write(rest));
    });
    this.#check.write(bytes);
  }

  /** Judges what is there, when it is all. */
  finish(): CheckedArchive {
    return this.#check.finish();
  }

  /** Gives it its name. */
  async publish(path: string): Promise<void> {
    await this.#written(async () => {
      await this.#file.sync();
      await removeIfThere(this.#notePath, this.#fs);
      // While it is still locked: nobody else may take it up any more.
      await this.#fs.rename(this.path, path);
    }, path);
    this.leave();
  }

  /** Takes it away. */
  async discard(): Promise<void> {
    await removeIfThere(this.#notePath, this.#fs);
    await removeIfThere(this.path, this.#fs);
    this.leave();
  }

  /** Leaves it for the next run, when that can go on with it; gives whether so. */
  async keep(): Promise<boolean> {
    const { size } = await this.#file.stat();
    if (size === 0 || this.note === null) {
      await this.discard();
      return false;
    }
    this.leave();
    return true;
  }

  /** Closes it, and leaves everything where it is. */
  leave(): void {
    this.#check.close();
    this.#file.close();
  }

  async #written(write: () => Promise<unknown>, path = this.path): Promise<void> {
    try {
      await write();
    } catch (cause) {
      throw explainWrite(path, cause);
    }
  }
}

/**
 * Opens the part of a job, with what an earlier run left in it.
 *
 * @throws {UsageError} when it cannot be written, or another run is writing it
 */
export async function openPartFile(options: PartOptions, io: CliIo): Promise<PartFile> {
  const { folder, owner } = options;
  const { fs } = io;
  const path = join(folder, `${owner.jobId.replace(/[^\w-]/g, "_").slice(0, 64)}.part`);
  const file = await openLocked(path, fs);
  const part = new PartFile(path, file, owner, fs);
  try {
    await part.takeUp(options, io);
    return part;
  } catch (error) {
    part.leave();
    throw error;
  }
}

/** Two runs that write one file would spoil it: the first has it alone. */
async function openLocked(path: string, fs: FileSystem): Promise<Deno.FsFile> {
  let file: Deno.FsFile;
  try {
    file = await fs.open(path, { read: true, write: true, create: true });
  } catch (cause) {
    throw explainWrite(cause instanceof Deno.errors.NotADirectory ? dirname(path) : path, cause);
  }
  if (await isOurs(file, path, fs)) return file;
  file.close();
  throw new UsageError(`Cannot download to "${path}": another run is writing it`, {
    remedy: "wait for it, or give another folder with --out DIR",
  });
}

async function isOurs(file: Deno.FsFile, path: string, fs: FileSystem): Promise<boolean> {
  // Some network file systems have no locks.
  const isLocked = await file.tryLock(EXCLUSIVE).catch(() => true);
  if (!isLocked) return false;
  // The other run may have given it its name just now.
  const there = await statIfThere(path, fs);
  return there !== null && there.ino === (await file.stat()).ino;
}
