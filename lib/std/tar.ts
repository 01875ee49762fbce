/**
 * The part of `@std/tar` that is used: writing archives. Over `npm:modern-tar`; `deno.jsr.json` maps this file to the
 * real package. Reading archives is the job of `lib/archive/`.
 *
 * @module
 */
import { createTarPacker } from "npm:modern-tar@0.8.6";

/** Metadata of an entry. */
export interface TarStreamOptions {
  /** Permissions. Default 0o644 for files, 0o755 for directories. */
  mode?: number;
  /** Owner, by number. Default 0. */
  uid?: number;
  /** Group, by number. Default 0. */
  gid?: number;
  /** Seconds since the epoch. Default: now. */
  mtime?: number;
  /** Owner, by name. Default empty. */
  uname?: string;
  /** Group, by name. Default empty. */
  gname?: string;
}

/** A file to write. */
export interface TarStreamFile {
  /** Kind of entry. */
  type: "file";
  /** Path inside the archive. */
  path: string;
  /** Size in bytes; `readable` must give exactly as many. */
  size: number;
  /** Content. */
  readable: ReadableStream<Uint8Array>;
  /** Metadata. */
  options?: TarStreamOptions;
}

/** A directory to write. */
export interface TarStreamDir {
  /** Kind of entry. */
  type: "directory";
  /** Path inside the archive. */
  path: string;
  /** Metadata. */
  options?: TarStreamOptions;
}

/** What {@linkcode TarStream} takes. */
export type TarStreamInput = TarStreamFile | TarStreamDir;

/** Turns files and directories into the bytes of a tar archive. */
export class TarStream implements TransformStream<TarStreamInput, Uint8Array<ArrayBuffer>> {
  /** The bytes. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The entries, in order. */
  readonly writable: WritableStream<TarStreamInput>;

  /** Creates a stream for one archive. */
  constructor() {
    const { readable, controller } = createTarPacker();
    this.readable = readable;
    this.writable = new WritableStream({
      write: (input) => {
        const body = controller.add(tarHeader(input));
        return input.type === "file" ? input.readable.pipeTo(body) : body.close();
      },
      close: () => controller.finalize(),
      abort: (reason) => controller.error(reason),
    });
  }
}

function tarHeader(
  input: TarStreamInput,
): Parameters<ReturnType<typeof createTarPacker>["controller"]["add"]>[0] {
  const { mtime, mode, ...owner } = input.options ?? {};
  return {
    ...owner,
    name: input.path,
    type: input.type,
    size: input.type === "file" ? input.size : 0,
    mode: mode ?? (input.type === "file" ? 0o644 : 0o755),
    ...(mtime === undefined ? {} : { mtime: new Date(mtime * 1000) }),
  };
}
