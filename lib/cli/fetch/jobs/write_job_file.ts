import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import type { FileSystem } from "../../cli_io.ts";
import { explainWrite } from "../archive/part_file.ts";

/** Writes the document of a job beside its archive, as `omlens analyze --job` reads it; gives its path. */
export async function writeJobFile(
  archivePath: string,
  job: CollectionJobDocument,
  fs: FileSystem,
): Promise<string> {
  const path = `${archivePath}.job.json`;
  const partPath = `${path}.part`;
  try {
    await fs.writeTextFile(partPath, `${JSON.stringify(job.raw, null, 2)}\n`);
    await fs.rename(partPath, path);
  } catch (cause) {
    await fs.remove(partPath).catch(() => {});
    throw explainWrite(path, cause);
  }
  return path;
}
