import { join } from "node:path";
import { InputError, UsageError } from "../../../errors.ts";
import type { FileSystem } from "../../cli_io.ts";
import { cannotWrite } from "../../files/explain_write.ts";
import {
  type BundledFile,
  type BundleManifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  PARTIAL_MANIFEST_FILE,
  readManifest,
} from "../../bundle/bundle_manifest.ts";
import { hashFile } from "../../files/hash_file.ts";
import { readRangeBytes } from "../../files/read_file_range.ts";

/**
 * Reads what an earlier run noted of a bundle that it made, or began; null: there is nothing in the folder.
 *
 * @throws {UsageError} when the folder is of something else
 */
export async function readEarlierBundle(folder: string, fs: FileSystem): Promise<BundleManifest | null> {
  const names = await namesIn(folder, fs);
  for (const name of [MANIFEST_FILE, PARTIAL_MANIFEST_FILE]) {
    if (!names.includes(name)) continue;
    const manifest = await readOwn(join(folder, name), folder, fs);
    if (manifest !== null) return manifest;
  }
  if (names.length === 0) return null;
  throw new UsageError(`Cannot fetch a bundle into "${folder}": it holds files, but no bundle`, {
    remedy: "--out with a new folder, or --force to write into this one",
  });
}

async function namesIn(folder: string, fs: FileSystem): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of fs.readDir(folder)) names.push(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    if (error instanceof Deno.errors.NotADirectory) throw cannotWrite(folder, error);
    throw error;
  }
  return names;
}

/** One that cannot be read was not written to its end. */
async function readOwn(path: string, folder: string, fs: FileSystem): Promise<BundleManifest | null> {
  const range = { byteOffset: 0, sizeBytes: MAX_MANIFEST_BYTES + 1 };
  const bytes = await readRangeBytes(path, range, fs);
  try {
    return readManifest(bytes, folder);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The file of a role, when it is there as it was noted. */
export async function keptFile(
  folder: string,
  { files }: BundleManifest,
  role: BundledFile["role"],
  fs: FileSystem,
  signal: AbortSignal,
): Promise<BundledFile | null> {
  const noted = files.find((file) => file.role === role);
  if (noted === undefined) return null;
  const digest = await hashFile(join(folder, noted.name), fs, signal);
  return digest?.sha256 === noted.sha256 ? noted : null;
}
