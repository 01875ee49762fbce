import { RemoteError, UsageError } from "../../errors.ts";
import { apiTime, parseApiTime, sentTimeMs } from "../api_time.ts";
import {
  type CollectionJobDocument,
  downloadProblem,
  latestExpirationMs,
  readCollectionJob,
} from "./collection_job_document.ts";
import type { ApiRequest, ApiSession } from "../http/api_session.ts";
import { type JobRequest, jobRequestBody } from "./job_request.ts";
import { isJsonRecord } from "../json_record.ts";
import { isObjectId, parseObjectId } from "../object_id.ts";
import { listResults } from "../result_pages.ts";

/** Options of {@linkcode OpsManagerClient.listJobs}. */
export interface ListJobsOptions {
  /**
   * Whether the jobs come with their children.
   *
   * @default {false}
   */
  readonly verbose?: boolean;
}

/** What "latest" means. */
export interface LatestJob {
  /** The newest job whose archive can be downloaded; when there is none, the newest job. */
  readonly job: CollectionJobDocument;
  /** Jobs that are newer but cannot be downloaded (they run, have expired, hold nothing), newest first. */
  readonly newer: readonly CollectionJobDocument[];
}

type JsonSession = Pick<ApiSession, "json">;

const JOBS_PATH = "/admin/omLogCollectionJobs";

/** All log collection jobs, newest first. What is no such job is left out, but not when nothing else is there. */
export async function listJobs(
  session: JsonSession,
  { verbose = false }: ListJobsOptions = {},
): Promise<CollectionJobDocument[]> {
  const results = await listResults(session, {
    what: "list the collection jobs",
    path: JOBS_PATH,
    query: verbose ? [["verbose", "true"]] : [],
  });
  // Rows shift from page to page when a job is added meanwhile.
  const byId = new Map(readJobs(results).map((job) => [job.id, job]));
  return [...byId.values()].sort(compareJobs);
}

function readJobs(documents: readonly unknown[]): CollectionJobDocument[] {
  const jobs = documents.flatMap((document) => {
    try {
      return [readCollectionJob(document)];
    } catch (error) {
      if (error instanceof RemoteError) return [];
      throw error;
    }
  });
  return jobs.length > 0 ? jobs : documents.map(readCollectionJob);
}

/** Newest first; ids begin with the time, so they decide among jobs of one second. */
function compareJobs(a: CollectionJobDocument, b: CollectionJobDocument): number {
  const aMs = sentTimeMs(a.creationDate) ?? -Infinity;
  const bMs = sentTimeMs(b.creationDate) ?? -Infinity;
  return aMs !== bMs ? (aMs > bMs ? -1 : 1) : a.id > b.id ? -1 : a.id < b.id ? 1 : 0;
}

/**
 * The newest job that can be downloaded, and what is newer but cannot.
 *
 * @throws {RemoteError} if there is no job at all
 */
export async function latestJob(session: JsonSession): Promise<LatestJob> {
  const jobs = await listJobs(session, { verbose: true });
  const [newest] = jobs;
  if (newest === undefined) {
    throw new RemoteError("Cannot find the latest collection job: Ops Manager has none", {
      remedy: "collect logs first with: omlens collect",
    });
  }
  const place = jobs.findIndex((job) => downloadProblem(job) === null);
  return place < 0 ? { job: newest, newer: [] } : { job: jobs[place] ?? newest, newer: jobs.slice(0, place) };
}

/** One job with its children. */
export async function getJob(session: JsonSession, id: string): Promise<CollectionJobDocument> {
  return readCollectionJob(
    await session.json({
      what: `get collection job ${id}`,
      method: "GET",
      path: jobPath(id),
      query: [["verbose", "true"]],
    }),
  );
}

function jobPath(id: string): string {
  return `${JOBS_PATH}/${parseObjectId(id, "job")}`;
}

/** Asks Ops Manager to collect logs. */
export async function createJob(session: JsonSession, request: JobRequest): Promise<CollectionJobDocument> {
  const body = jobRequestBody(request);
  const answer = await session.json({
    what: "create a collection job",
    method: "POST",
    path: JOBS_PATH,
    body,
  });
  // Another family of jobs answers with the id alone.
  const { id, status } = isJsonRecord(answer) ? answer : {};
  const hasOnlyId = typeof id === "string" && isObjectId(id) && status === undefined;
  return hasOnlyId ? getJob(session, id) : readCollectionJob(answer);
}

/** Runs the children that failed again. */
export function retryJob(session: JsonSession, id: string): Promise<CollectionJobDocument> {
  return changeJob(session, id, { what: `retry collection job ${id}`, method: "POST", action: ":retry" });
}

/** Changes a job and reads it again. */
async function changeJob(
  session: JsonSession,
  id: string,
  request: Omit<ApiRequest, "path"> & { readonly action?: string },
): Promise<CollectionJobDocument> {
  const { action = "", ...rest } = request;
  await session.json({ ...rest, path: `${jobPath(id)}${action}` });
  return getJob(session, id);
}

/**
 * Moves the expiry of a job.
 *
 * @throws {UsageError} if the date is in the past, or later than 28 days after the job's creation
 */
export async function extendJob(
  session: JsonSession,
  id: string,
  expirationDate: string,
  nowMs: number,
): Promise<CollectionJobDocument> {
  const expiryMs = parseApiTime(expirationDate, "expiry");
  const latestMs = latestExpirationMs(await getJob(session, id));
  const refuse = (why: string) =>
    new UsageError(`Cannot extend collection job ${id} to ${expirationDate}: ${why}`, {
      remedy: latestMs === null
        ? "give a date within 28 days of the job's creation"
        : `give a date from now until ${apiTime(latestMs)}`,
    });
  if (expiryMs <= nowMs) throw refuse("that is in the past");
  if (latestMs !== null && expiryMs > latestMs) throw refuse("that is more than 28 days after its creation");
  const body = { expirationDate: apiTime(expiryMs) };
  return changeJob(session, id, { what: `extend collection job ${id}`, method: "PATCH", body });
}

/** Removes a job with its archive. Ops Manager refuses it while the job runs. */
export async function deleteJob(session: JsonSession, id: string): Promise<void> {
  await session.json({ what: `delete collection job ${id}`, method: "DELETE", path: jobPath(id) });
}
