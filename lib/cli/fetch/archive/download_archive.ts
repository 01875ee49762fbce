import { join } from "node:path";
import { RemoteError } from "../../../errors.ts";
import { type CollectionJobDocument, downloadProblem } from "../../../fetch/jobs/collection_job_document.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeBytes } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { explainWrite } from "../../files/explain_write.ts";
import { makeFolder } from "../../files/result_folder.ts";
import type { CheckedArchive } from "./archive_check.ts";
import { collectionProblems } from "../jobs/collection_problems.ts";
import { findExisting, type WantedArchive } from "./existing_archive.ts";
import { openPartFile, type PartFile } from "./part_file.ts";
import { openAnswer, type OpenedAnswer, type Transfer, transferArchive } from "./transfer_archive.ts";

/** How often a download that turned out damaged is tried from its start. */
const MOST_TRIES = 2;

/** What to download, and where to. */
export interface DownloadRequest {
  /** Where from. */
  readonly client: OpsManagerClient;
  /** Its collection job, verbose. */
  readonly job: CollectionJobDocument;
  /** Folder; made when it is not there. */
  readonly folder: string;
  /** Replace a file of the same name. */
  readonly force: boolean;
  /** No progress. */
  readonly quiet: boolean;
  /** Ends it; what came so far stays for the next run. */
  readonly signal: AbortSignal;
}

/** An archive that is there, whole. */
export interface DownloadedArchive {
  /** Where it is. */
  readonly path: string;
  /** Its name in the folder, as the server gave it, made safe. */
  readonly fileName: string;
  /** Its size. */
  readonly sizeBytes: number;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
  /** What is missing from it or odd, one sentence each. Holds text of the server: not made visible yet. */
  readonly problems: readonly string[];
  /** Whether it was there before, whole and of the right size. */
  readonly wasThere: boolean;
}

/**
 * Downloads the archive of a job. It gets its name when it is known to be whole; until then it grows in `JOBID.part`,
 * from where the next run goes on after a cut or Ctrl-C.
 *
 * @throws {RemoteError} when the job has no archive (any more), the line fails, or what came is damaged
 * @throws {UsageError} when it cannot be written, or another file of its name is there
 */
export async function downloadArchive(request: DownloadRequest, io: CliIo): Promise<DownloadedArchive> {
  const { job, folder } = request;
  const problem = downloadProblem(job);
  if (problem !== null) throw problem;
  const isNew = await makeFolder(folder, io.fs).catch((cause) => {
    throw explainWrite(folder, cause);
  });
  try {
    return await downloadInto(request, io);
  } catch (error) {
    // Not recursive: only when nothing is in it.
    if (isNew) await io.fs.remove(folder).catch(() => {});
    throw error;
  }
}

async function downloadInto(request: DownloadRequest, io: CliIo): Promise<DownloadedArchive> {
  const { client, job, folder, quiet, signal } = request;
  const owner = { jobId: job.id, apiUrl: client.apiUrl };
  const part = await openPartFile({ folder, owner, quiet, signal }, io);
  try {
    return await fillPart({ client, jobId: job.id, part, quiet, signal }, request, io);
  } catch (error) {
    await tellKept(part, io);
    throw error;
  }
}

/** Fills the part and gives it its name, or finds that the archive is there already. */
async function fillPart(
  transfer: Transfer,
  request: DownloadRequest,
  io: CliIo,
): Promise<DownloadedArchive> {
  const { part } = transfer;
  const answer = await openAnswer(transfer);
  // An answer to "what follows the last byte" may not repeat the name.
  const fileName = part.note?.fileName ?? answer.fileName;
  const path = join(request.folder, fileName);
  const existing = await existingInstead(answer, { ...request, path }, io);
  if (existing !== null) await part.discard();
  const { sizeBytes, sha256, remarks } = existing ?? await publishWhole(path, answer, transfer, io);
  const problems = [...collectionProblems(request.job), ...remarks];
  return { path, fileName, sizeBytes, sha256, problems, wasThere: existing !== null };
}

async function publishWhole(
  path: string,
  first: OpenedAnswer,
  transfer: Transfer,
  io: CliIo,
): Promise<CheckedArchive> {
  const { part, jobId } = transfer;
  let answer = first;
  for (let tries = 1;; tries++) {
    const overrun = await transferArchive(answer, transfer, io);
    const checked = part.finish();
    const damage = overrun ?? checked.damage;
    if (damage === null) {
      await part.publish(path);
      return checked;
    }
    await part.restart();
    if (tries === MOST_TRIES) throw damaged(jobId, damage);
    answer = await openAnswer(transfer);
  }
}

async function existingInstead(
  answer: OpenedAnswer,
  request: Omit<WantedArchive, "totalBytes">,
  io: CliIo,
): Promise<CheckedArchive | null> {
  try {
    const existing = await findExisting({ ...request, totalBytes: answer.totalBytes }, io);
    if (existing !== null) answer.hangUp();
    return existing;
  } catch (error) {
    answer.hangUp();
    throw error;
  }
}

function damaged(jobId: string, damage: string): RemoteError {
  return new RemoteError(
    `Cannot keep the archive of job ${jobId}: ${damage} (it was downloaded ${MOST_TRIES} times)`,
    {
      remedy:
        "check that --base-url leads to Ops Manager itself and no proxy changes what it sends, or collect again",
    },
  );
}

async function tellKept(part: PartFile, { stderr }: CliIo): Promise<void> {
  const { path, sizeBytes } = part;
  // What ended the download is what counts, not that tidying up failed too.
  const isKept = await part.keep().catch(() => false);
  if (!isKept) return;
  const kept = `${describeBytes(sizeBytes)} stay in ${visibleText(`"${path}"`)}`;
  // Not "the same command": collect would make another job, and the latest may be another by then.
  stderr.write(`omlens: ${kept}: the next download of this job goes on from there\n`);
}
