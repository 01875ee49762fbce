import { createHash } from "node:crypto";
import type { BytesDigest } from "../../noted_file.ts";
import type { FileSystem } from "../cli_io.ts";
import { readFileBytes } from "./read_file_bytes.ts";

/** Size and SHA-256 of a file; null: it is not there. */
export async function hashFile(
  path: string,
  fs: FileSystem,
  signal?: AbortSignal,
): Promise<BytesDigest | null> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const bytes of readFileBytes(path, fs)) {
      signal?.throwIfAborted();
      hash.update(bytes);
      sizeBytes += bytes.length;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}
