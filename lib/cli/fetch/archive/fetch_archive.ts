import { describeBytes } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import { UsageError } from "../../../errors.ts";
import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import type { ArchiveValues } from "./archive_flags.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import { downloadArchive, type DownloadedArchive } from "./download_archive.ts";
import type { OpenedClient } from "../connection/open_client.ts";
import { writeJobFile } from "../jobs/write_job_file.ts";
import { shellWord } from "../../shell_word.ts";

const LABEL_WIDTH = 10;

/** `omlens fetch archive`: downloads the archive of a collection job, whole, with the job's document beside it. */
export async function fetchArchive(
  values: Readonly<Partial<ArchiveValues & ConnectionValues>>,
  io: CliIo,
  { client }: OpenedClient,
  signal: AbortSignal,
): Promise<number> {
  const { job: wanted, out = ".", force = false, quiet = false, json = false } = values;
  if (wanted === undefined) {
    throw new UsageError("Cannot fetch an archive: it is not said of which job", {
      remedy: "--job latest, or --job ID (omlens fetch jobs lists them)",
    });
  }
  const job = wanted === "latest" ? await findLatest(client, io) : await client.getJob(wanted);
  try {
    const archive = await downloadArchive({ client, job, folder: out, force, quiet, signal }, io);
    const jobPath = await writeJobFile(archive.path, job, io.fs);
    io.stdout.write((json ? archiveJson : describeArchive)(archive, job, jobPath));
    return ExitCode.done;
  } catch (error) {
    if (!signal.aborted) throw error;
    io.stderr.write("omlens: interrupted\ntry: run it again\n");
    return ExitCode.interrupted;
  }
}

/** The newest job that has an archive; says which newer ones have none. */
async function findLatest(client: OpsManagerClient, { stderr }: CliIo): Promise<CollectionJobDocument> {
  const { job, newer } = await client.latestJob();
  for (const { id, status } of newer) {
    stderr.write(visibleText(`omlens: job ${id} is newer, but has no archive: it is ${status}`) + "\n");
  }
  return job;
}

/** What `--json` prints of a downloaded archive. */
export function archiveJson(archive: DownloadedArchive, job: CollectionJobDocument, jobPath: string): string {
  const { path, fileName, sizeBytes, sha256, problems } = archive;
  return `${
    JSON.stringify({ path, fileName, sizeBytes, sha256, problems, job: job.raw, jobPath }, null, 2)
  }\n`;
}

/** What a person reads of a downloaded archive. */
export function describeArchive(
  archive: DownloadedArchive,
  job: CollectionJobDocument,
  jobPath: string,
): string {
  const { path, sizeBytes, sha256, problems, wasThere } = archive;
  const size = `${describeBytes(sizeBytes)}, whole${wasThere ? ", was there already" : ""}`;
  return [
    ...labelled("Archive", [path, size, `sha256 ${sha256}`]),
    ...labelled("Job", [`${job.id}, ${job.status}, ${job.creationDate ?? "no date"}`, jobPath]),
    ...labelled("Problems", problems),
    ...labelled("Try", [`omlens analyze ${shellWord(path)} --job ${shellWord(jobPath)}`]),
  ].map((line) => `${visibleText(line)}\n`).join("");
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? label : "").padEnd(LABEL_WIDTH) + line);
}
