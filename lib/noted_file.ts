import { createHash } from "node:crypto";
import type { SourceFile } from "./archive/read_archive.ts";
import type { Diagnostic } from "./errors.ts";

/** What was noted of bytes when they were packed. */
export interface NotedBytes {
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  /** Number of bytes. */
  readonly sizeBytes: number;
  /** When they are only a part of the file: what the part is called, and where in the file it begins, 0-based. */
  readonly part?: { readonly name: string; readonly byteOffset: number };
}

/** A file of which it may be known what it was when it was packed: what differs is the diagnostic `bundle.checksum`. */
export interface NotedFile extends SourceFile {
  /** What was noted; nothing is checked without it. */
  readonly noted?: NotedBytes;
}

/** What bytes are. */
export type BytesDigest = Pick<NotedBytes, "sha256" | "sizeBytes">;

/** A file that is hashed while it is read. */
export interface HashedFile {
  /** The file. */
  readonly file: SourceFile;
  /** What the noted bytes are; null: they were not read to the end. */
  readonly digest: () => BytesDigest | null;
}

/** Hashes the noted bytes of a file, those of the part when only one was noted, while others read it. */
export function hashedFile(file: NotedFile): HashedFile {
  const hash = createHash("sha256");
  const begin = file.noted?.part?.byteOffset ?? 0;
  const end = file.noted?.part === undefined ? Infinity : begin + file.noted.sizeBytes;
  let sizeBytes = 0;
  let isRead = false;
  const open = async function* () {
    let at = 0;
    for await (const chunk of file.open()) {
      const noted = chunk.subarray(Math.max(0, begin - at), Math.max(0, end - at));
      hash.update(noted);
      sizeBytes += noted.length;
      at += chunk.length;
      yield chunk;
    }
    isRead = true;
  };
  return {
    file: { name: file.name, open },
    digest: () => isRead ? { sha256: hash.copy().digest("hex"), sizeBytes } : null,
  };
}

/** Says when bytes are not what was noted. */
export function checkNoted(
  { name, noted }: NotedFile,
  digest: BytesDigest | null,
  input: string,
): Diagnostic[] {
  if (noted === undefined || digest === null || digest.sha256 === noted.sha256) return [];
  const state = digest.sizeBytes === noted.sizeBytes
    ? `its SHA-256 is ${digest.sha256}, expected ${noted.sha256}`
    : `it has ${digest.sizeBytes} bytes, expected ${noted.sizeBytes}`;
  const what = noted.part?.name ?? name;
  return [{
    code: "bundle.checksum",
    severity: "error",
    message: `Cannot vouch for "${what}": ${state} as in the manifest of its bundle`,
    input,
    ...(noted.part === undefined ? {} : { member: what }),
  }];
}
