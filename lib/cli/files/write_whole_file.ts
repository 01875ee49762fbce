import type { FileSystem } from "../cli_io.ts";
import { explainWrite } from "./explain_write.ts";

/**
 * Writes a small file; it is there whole, or as it was before.
 *
 * @throws {UsageError} when it cannot be written
 */
export async function writeWholeFile(
  path: string,
  content: string,
  { writeTextFile, rename, remove }: Pick<FileSystem, "writeTextFile" | "rename" | "remove">,
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await writeTextFile(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await remove(temporary).catch(() => {});
    throw explainWrite(path, cause);
  }
}
