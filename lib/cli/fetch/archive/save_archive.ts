import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeBytes } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import { writeWholeFile } from "../../files/write_whole_file.ts";
import { jsonText } from "../../json_text.ts";
import { labelledLines } from "../../terminal/labelled_lines.ts";
import { shellWord } from "../../terminal/shell_word.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import type { ArchiveValues } from "./archive_flags.ts";
import { downloadArchive, type DownloadedArchive } from "./download_archive.ts";

/** Whose archive is saved, and how. */
export interface SaveRequest {
  /** Where from. */
  readonly client: OpsManagerClient;
  /** Its collection job, verbose. */
  readonly job: CollectionJobDocument;
  /** What the flags say. */
  readonly values: Readonly<Partial<Omit<ArchiveValues, "job"> & Pick<ConnectionValues, "quiet">>>;
  /** Ends it; what came so far stays for the next run. */
  readonly signal: AbortSignal;
}

/** Downloads the archive of a job, writes the job's document beside it, and says where both are. */
export async function saveArchive(
  { client, job, values, signal }: SaveRequest,
  io: CliIo,
): Promise<number> {
  const { out: folder = ".", force = false, quiet = false, json = false } = values;
  const archive = await downloadArchive({ client, job, folder, force, quiet, signal }, io);
  // As `omlens analyze --job` reads it.
  const jobPath = `${archive.path}.job.json`;
  await writeWholeFile(jobPath, jsonText(job.raw), io.fs);
  io.stdout.write((json ? archiveJson : describeArchive)(archive, job, jobPath));
  return ExitCode.done;
}

function archiveJson(archive: DownloadedArchive, job: CollectionJobDocument, jobPath: string): string {
  const { path, fileName, sizeBytes, sha256, problems } = archive;
  return jsonText({ path, fileName, sizeBytes, sha256, problems, job: job.raw, jobPath });
}

function describeArchive(archive: DownloadedArchive, job: CollectionJobDocument, jobPath: string): string {
  const { path, sizeBytes, sha256, problems, wasThere } = archive;
  const size = `${describeBytes(sizeBytes)}, whole${wasThere ? ", was there already" : ""}`;
  return [
    ...labelledLines("Archive", [path, size, `sha256 ${sha256}`]),
    ...labelledLines("Job", [`${job.id}, ${job.status}, ${job.creationDate ?? "no date"}`, jobPath]),
    ...labelledLines("Problems", problems),
    ...labelledLines("Try", [`omlens analyze ${shellWord(path)} --job ${shellWord(jobPath)}`]),
  ].map((line) => `${visibleText(line)}\n`).join("");
}
