import type { Diagnostic } from "../../lib/errors.ts";
import { readArchive, type ReadOptions, type ReadSummary } from "../../lib/archive/read_archive.ts";
import { concat } from "./tar_builder.ts";

/** One member, read to its end. */
export interface ReadMember {
  /** Its path. */
  readonly path: string;
  /** Its size as announced. */
  readonly sizeBytes: number | null;
  /** Its content. */
  readonly bytes: Uint8Array;
  /** Whether nothing of it was lost; undefined when no end came. */
  readonly complete: boolean | undefined;
}

/** Everything that reading an input gave. */
export interface ReadResult {
  /** Members in order. */
  readonly members: ReadMember[];
  /** Diagnostics in order. */
  readonly diagnostics: Diagnostic[];
  /** What was returned at the end. */
  readonly summary: ReadSummary;
}

/** How to read, and in chunks of how many bytes. */
export interface ReadAllOptions extends Partial<ReadOptions> {
  /** Name of the file. @default {"input"} */
  readonly name?: string;
  /** Width of a chunk; each is overwritten before the next is given, as a reused buffer would be. */
  readonly width?: number;
}

/** Gives bytes in chunks of one width, in one buffer that is used again and again. */
export async function* rechunk(bytes: Uint8Array, width: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(width);
  for (let at = 0; at < bytes.length; at += width) {
    const chunk = bytes.subarray(at, at + width);
    buffer.fill(0xee).set(chunk);
    yield await Promise.resolve(buffer.subarray(0, chunk.length));
  }
}

/** Reads an input to its end. */
export async function readAll(bytes: Uint8Array, options: ReadAllOptions = {}): Promise<ReadResult> {
  const { name = "input", width = bytes.length || 1, ...rest } = options;
  const parts = readArchive({ name, open: () => rechunk(bytes, width) }, { input: "input", ...rest });
  const members: (Omit<ReadMember, "bytes"> & { chunks: Uint8Array[] })[] = [];
  const diagnostics: Diagnostic[] = [];
  for (;;) {
    const result = await parts.next();
    if (result.done) {
      const read = members.map(({ chunks, ...member }) => ({ ...member, bytes: concat(...chunks) }));
      return { members: read, diagnostics, summary: result.value };
    }
    const part = result.value;
    const last = members.at(-1);
    if (part.kind === "diagnostic") diagnostics.push(part.diagnostic);
    else if (part.kind === "member") {
      members.push({ path: part.path, sizeBytes: part.sizeBytes, chunks: [], complete: undefined });
    } else if (part.kind === "bytes") last?.chunks.push(part.bytes.slice());
    else if (last) members[members.length - 1] = { ...last, complete: part.complete };
  }
}

/** Members as lines of `path: text`, with a mark on what is not complete. */
export function showMembers({ members }: ReadResult): string[] {
  const decoder = new TextDecoder();
  return members.map(({ path, bytes, complete }) =>
    `${path}: ${decoder.decode(bytes)}${complete ? "" : " (cut)"}`
  );
}

/** Codes of the diagnostics, in order. */
export function codes({ diagnostics }: ReadResult): string[] {
  return diagnostics.map(({ code }) => code);
}
