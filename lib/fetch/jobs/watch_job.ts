import { RemoteError } from "../../errors.ts";
import type { CollectionJobDocument } from "./collection_job_document.ts";

const FIRST_WAIT_MS = 2000;
const MAX_WAIT_MS = 15_000;
const WAIT_GROWTH = 1.5;
/** A restart of Ops Manager outlasts the retries of one request; the job goes on meanwhile. */
const MAX_FAILURES_IN_A_ROW = 3;
/** How often a job may look as it did before its retry: Ops Manager takes a moment to begin. Half a minute. */
const MAX_UNCHANGED = 5;

/** How a job is watched. */
export interface WatchJobOptions {
  /** The job before it was retried: as long as it looks like that, it is not taken for final, for half a minute. */
  readonly before?: CollectionJobDocument;
}

/**
 * Asks for a job until it is no longer `IN_PROGRESS`: every 2 s at first, slowing to every 15 s. Once the job has
 * been seen, up to three transient failures in a row are waited out.
 */
export async function* watchJob(
  getJob: () => Promise<CollectionJobDocument>,
  delay: (ms: number) => Promise<void>,
  { before }: WatchJobOptions = {},
): AsyncGenerator<CollectionJobDocument> {
  let job = await getJob();
  yield job;
  let failures = 0;
  let unchangedLeft = MAX_UNCHANGED;
  const isBefore = () => job.status === before?.status && job.finishDate === before.finishDate;
  for (let waitMs = FIRST_WAIT_MS; job.status === "IN_PROGRESS" || isBefore() && unchangedLeft-- > 0;) {
    await delay(waitMs);
    waitMs = Math.min(waitMs * WAIT_GROWTH, MAX_WAIT_MS);
    try {
      job = await getJob();
    } catch (error) {
      if (!(error instanceof RemoteError && error.isTransient) || ++failures > MAX_FAILURES_IN_A_ROW) {
        throw error;
      }
      continue;
    }
    failures = 0;
    yield job;
  }
}
