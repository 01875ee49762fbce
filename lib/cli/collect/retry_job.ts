import type { CollectionJobDocument } from "../../fetch/jobs/collection_job_document.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import type { CliIo } from "../cli_io.ts";
import type { OpenedClient } from "../fetch/connection/open_client.ts";

const VERSION_REGEXP = /versionString=(\d{1,4})\.(\d{1,4})\.(\d{1,4})/;
/** Before it, a retry could do nothing and not say so. */
const RELIABLE_VERSION = [8, 0, 25] as const;

/**
 * Has the failed parts of a job collected again, when there are any; says on stderr what it did. Gives the job as it was
 * before; null: nothing is retried.
 */
export async function retryJob(
  id: string,
  client: OpenedClient["client"],
  { stderr }: CliIo,
): Promise<CollectionJobDocument | null> {
  const job = await client.getJob(id);
  const why = nothingToRetry(job);
  if (why !== null) {
    stderr.write(`omlens: job ${job.id}: ${why}\n`);
    return null;
  }
  await client.retryJob(job.id);
  const failed = job.childJobs.filter(({ status }) => status === "FAILURE").length;
  const parts = failed === 0 ? "what failed" : describeAmount(failed, "failed part");
  stderr.write(`omlens: job ${job.id}: collects ${parts} again\n`);
  const version = unreliableVersion(client.serviceVersion);
  if (version !== null) {
    stderr.write(`omlens: this is Ops Manager ${version}: before 8.0.25 a retry may do nothing, unsaid\n`);
  }
  return job;
}

function nothingToRetry({ status, childJobs }: CollectionJobDocument): string | null {
  if (status === "IN_PROGRESS") return "it is still being collected, nothing is retried";
  const hasFailed = status === "FAILURE" || childJobs.some((child) => child.status === "FAILURE");
  return hasFailed ? null : "nothing failed, nothing is retried";
}

function unreliableVersion(serviceVersion: string | null): string | null {
  const numbers = VERSION_REGEXP.exec(serviceVersion ?? "")?.slice(1).map(Number);
  if (numbers === undefined) return null;
  const i = numbers.findIndex((number, i) => number !== RELIABLE_VERSION[i]);
  return i >= 0 && (numbers[i] ?? 0) < (RELIABLE_VERSION[i] ?? 0) ? numbers.join(".") : null;
}
