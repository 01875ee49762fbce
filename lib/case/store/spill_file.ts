import type { SpillStore } from "../../analyze/spill_store.ts";
import { UsageError } from "../../errors.ts";

/** A file for what there is no memory for. It is made when the first bytes come; whoever named its place removes it. */
export class SpillFile implements SpillStore {
  readonly #path: string;
  #file: Deno.FsFile | null = null;
  #end = 0;

  /** The file will be at `path`. */
  constructor(path: string) {
    this.#path = path;
  }

  /** See {@linkcode SpillStore}. @throws {UsageError} when it cannot be written */
  put(bytes: Uint8Array): number {
    const place = this.#end;
    this.#explained("write", () => {
      this.#file ??= Deno.openSync(this.#path, { read: true, write: true, create: true, truncate: true });
      this.#file.seekSync(place, Deno.SeekMode.Start);
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
    });
    this.#end += bytes.length;
    return place;
  }

  /** See {@linkcode SpillStore}. @throws {UsageError} when it cannot be read */
  get(place: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    this.read(place, bytes);
    return bytes;
  }

  /** Fills a buffer with bytes from a place on. @throws {UsageError} when they cannot be read */
  read(place: number, into: Uint8Array): void {
    this.#explained("read", () => {
      this.#file!.seekSync(place, Deno.SeekMode.Start);
      for (let at = 0; at < into.length;) {
        const read = this.#file!.readSync(into.subarray(at));
        if (read === null) throw new Error(`it ends at ${place + at}, expected ${this.#end}`);
        at += read;
      }
    });
  }

  /** Closes the file, should it be open. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  #explained(verb: string, work: () => void): void {
    try {
      work();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`Cannot ${verb} "${this.#path}", which takes what memory does not hold: ${why}`, {
        remedy: "--out DIR with enough space, or more --memory",
        cause,
      });
    }
  }
}
