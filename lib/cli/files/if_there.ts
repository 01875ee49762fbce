import type { FileSystem } from "../cli_io.ts";

/** What is known of a file or folder; null: there is none. */
export async function statIfThere(
  path: string,
  { stat }: Pick<FileSystem, "stat">,
): Promise<Deno.FileInfo | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Removes a file, or an empty folder; does nothing when there is none. */
export async function removeIfThere(path: string, { remove }: Pick<FileSystem, "remove">): Promise<void> {
  try {
    await remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
