import type { SeekSpan } from "../../archive/seek/seek_index.ts";
import { type RandomAccess, SeekReader } from "../../archive/seek/seek_reader.ts";
import type { CaseDatabase } from "../store/case_database.ts";
import { readSeekIndex } from "../store/stored_seek_index.ts";

/** Files that are open at a time: a folder may have thousands. */
const MAX_OPEN = 32;

interface OpenFile {
  readonly file: Deno.FsFile;
  readonly reader: SeekReader;
}

/** The files that the lines of a case are in, opened when needed. */
export class ArchiveFiles {
  readonly #database: CaseDatabase;
  /** Least recently used first. */
  readonly #open = new Map<number, OpenFile>();

  /** Takes the case. */
  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  /** Bytes of a member of the file with this id, which is at `path`. Throws when they are not there. */
  read(
    id: number,
    path: string,
    spans: readonly SeekSpan[],
    byteOffset: number,
    byteLength: number,
  ): Uint8Array {
    return this.#reader(id, path).read(spans, byteOffset, byteLength);
  }

  /** Copies bytes of it into a buffer, and returns how many. Throws when they are not there. */
  readInto(
    id: number,
    path: string,
    spans: readonly SeekSpan[],
    byteOffset: number,
    into: Uint8Array,
  ): number {
    return this.#reader(id, path).readInto(spans, byteOffset, into);
  }

  /** Closes all files. */
  close(): void {
    for (const id of [...this.#open.keys()]) this.#closeFile(id);
  }

  #reader(id: number, path: string): SeekReader {
    const opened = this.#open.get(id) ?? this.#openFile(id, path);
    this.#open.delete(id);
    this.#open.set(id, opened);
    return opened.reader;
  }

  #openFile(id: number, path: string): OpenFile {
    const index = readSeekIndex(this.#database, id);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size < MAX_OPEN) break;
      this.#closeFile(oldest);
    }
    const file = Deno.openSync(path);
    try {
      const opened = { file, reader: new SeekReader(randomAccess(file), index) };
      this.#open.set(id, opened);
      return opened;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #closeFile(id: number): void {
    const { reader, file } = this.#open.get(id)!;
    this.#open.delete(id);
    reader.close();
    file.close();
  }
}

function randomAccess(file: Deno.FsFile): RandomAccess {
  return {
    sizeBytes: file.statSync().size,
    readAt(into, offset) {
      file.seekSync(offset, Deno.SeekMode.Start);
      return file.readSync(into) ?? 0;
    },
  };
}
