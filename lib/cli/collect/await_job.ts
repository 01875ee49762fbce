import type { CollectionJobDocument } from "../../fetch/jobs/collection_job_document.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import type { CliIo } from "../cli_io.ts";
import { startStatusLine } from "../terminal/status_line.ts";
import { untilAborted } from "../until_aborted.ts";
import type { OpenedClient } from "../fetch/connection/open_client.ts";

const RUNNING = "IN_PROGRESS";

/** How a job is waited for. */
export interface AwaitJobOptions {
  /** Whom to ask. */
  readonly client: OpenedClient["client"];
  /** The job before it was retried; null: it was not. */
  readonly before: CollectionJobDocument | null;
  /** No progress. */
  readonly quiet: boolean;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Waits until a job is no longer in progress, and shows on a terminal how far it is. */
export async function awaitJob(
  id: string,
  { client, before, quiet, signal }: AwaitJobOptions,
  { stderr, now }: CliIo,
): Promise<CollectionJobDocument> {
  const line = stderr.isTerminal && !quiet ? startStatusLine(stderr) : null;
  const startMs = now();
  let last: CollectionJobDocument | undefined;
  try {
    for await (const job of untilAborted(client.watchJob(id, before === null ? {} : { before }), signal)) {
      last = job;
      line?.show(describeWait(job, now() - startMs));
    }
  } finally {
    line?.clear();
  }
  return last ?? await client.getJob(id);
}

/** `collecting, 3 of 8 parts done, 2 min 10 s`. */
function describeWait({ childJobs }: CollectionJobDocument, elapsedMs: number): string {
  const done = childJobs.filter(({ status }) => status !== RUNNING).length;
  const parts = childJobs.length === 0 ? [] : [`${done} of ${childJobs.length} parts done`];
  return ["collecting", ...parts, describeDuration(elapsedMs)].join(", ");
}
