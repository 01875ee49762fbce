import type { CollectionJobDocument } from "../../fetch/jobs/collection_job_document.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import type { CliIo } from "../cli_io.ts";
import { untilAborted } from "../until_aborted.ts";
import type { OpenedClient } from "../fetch/connection/open_client.ts";

const START_OF_LINE = "\r\x1b[2K";
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
  const isShown = stderr.isTerminal && !quiet;
  const startMs = now();
  let last: CollectionJobDocument | undefined;
  try {
    for await (const job of untilAborted(client.watchJob(id, before === null ? {} : { before }), signal)) {
      last = job;
      if (isShown) {
        const line = describeWait(job, now() - startMs);
        stderr.write(START_OF_LINE + line.slice(0, Math.max(0, stderr.columns() - 1)));
      }
    }
  } finally {
    if (isShown) stderr.write(START_OF_LINE);
  }
  return last ?? await client.getJob(id);
}

/** `collecting, 3 of 8 parts done, 2 min 10 s`. */
function describeWait({ childJobs }: CollectionJobDocument, elapsedMs: number): string {
  const done = childJobs.filter(({ status }) => status !== RUNNING).length;
  const parts = childJobs.length === 0 ? [] : [`${done} of ${childJobs.length} parts done`];
  return ["collecting", ...parts, describeDuration(elapsedMs)].join(", ");
}
