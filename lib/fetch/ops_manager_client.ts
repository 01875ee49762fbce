import { type ArchiveAnswer, openArchive, type OpenArchiveOptions } from "./archive/archive_answer.ts";
import type { CollectionJobDocument } from "./jobs/collection_job_document.ts";
import {
  createJob,
  deleteJob,
  extendJob,
  getJob,
  type LatestJob,
  latestJob,
  listJobs,
  type ListJobsOptions,
  retryJob,
} from "./jobs/collection_jobs.ts";
import { type EventPage, eventPages, type EventPagesOptions, type EventScope } from "./event_pages.ts";
import { ApiSession, type OpsManagerOptions } from "./http/api_session.ts";
import { systemDelay } from "./http/timing/system_delay.ts";
import type { JobRequest } from "./jobs/job_request.ts";
import { parseObjectId } from "./object_id.ts";
import { listServers, type OpsManagerServer } from "./jobs/ops_manager_server.ts";
import { watchJob, type WatchJobOptions } from "./jobs/watch_job.ts";

/**
 * Ops Manager's API as far as logs and events go: server log collection jobs (Ops Manager 8.0.23 and later), their
 * archives, and events. Requests go out one at a time; retries, rate limit and HTTP Digest are done inside.
 *
 * Every method throws {@linkcode RemoteError} when Ops Manager cannot be reached, refuses or answers what is not
 * understood, and {@linkcode UsageError} when what was given cannot be right (an id, a time, a size).
 */
export class OpsManagerClient {
  readonly #session: ApiSession;
  readonly #options: OpsManagerOptions;

  /**
   * Sends nothing yet.
   *
   * @throws {UsageError} if the base URL or another option cannot be used
   */
  constructor(options: OpsManagerOptions) {
    this.#options = options;
    this.#session = new ApiSession(options);
  }

  /** Root of the API, without a slash at the end. */
  get apiUrl(): string {
    return this.#session.apiUrl;
  }

  /** `X-MongoDB-Service-Version` of the last answer that had it; null: none yet. */
  get serviceVersion(): string | null {
    return this.#session.serviceVersion;
  }

  /** The servers that are up, by name. */
  listServers(): Promise<OpsManagerServer[]> {
    return listServers(this.#session);
  }

  /** All collection jobs, newest first. */
  listJobs(options?: ListJobsOptions): Promise<CollectionJobDocument[]> {
    return listJobs(this.#session, options);
  }

  /** One job with its children. `latest`: the job of {@linkcode latestJob}. */
  async getJob(id: string): Promise<CollectionJobDocument> {
    return id === "latest" ? (await this.latestJob()).job : await getJob(this.#session, id);
  }

  /** The newest job that can be downloaded, and the newer ones that cannot. */
  latestJob(): Promise<LatestJob> {
    return latestJob(this.#session);
  }

  /** Asks Ops Manager to collect logs; needs the role Global Owner, as the next three do. */
  createJob(request: JobRequest): Promise<CollectionJobDocument> {
    return createJob(this.#session, request);
  }

  /** Runs the failed children of a job again. */
  retryJob(id: string): Promise<CollectionJobDocument> {
    return retryJob(this.#session, id);
  }

  /** Moves the expiry of a job: not into the past, at most 28 days after its creation. ISO 8601. */
  extendJob(id: string, expirationDate: string): Promise<CollectionJobDocument> {
    return extendJob(this.#session, id, expirationDate, this.#now());
  }

  /** Removes a job that does not run, and its archive. */
  deleteJob(id: string): Promise<void> {
    return deleteJob(this.#session, id);
  }

  /**
   * A job as it goes on: now, then every 2 s slowing to every 15 s, until it is no longer `IN_PROGRESS`. The last one
   * is final.
   */
  watchJob(id: string, options?: WatchJobOptions): AsyncGenerator<CollectionJobDocument> {
    return watchJob(() => getJob(this.#session, id), (ms) => this.#delay(ms), options);
  }

  /** Opens the archive of a job, from a byte on if asked. {@linkcode downloadProblem} says before what is in vain. */
  async openArchive(id: string, options?: OpenArchiveOptions): Promise<ArchiveAnswer> {
    return await openArchive(this.#session, parseObjectId(id, "job"), options);
  }

  /** The events of a scope, newest first, page after page, up to a `maxDate` that is pinned before page 1. */
  eventPages(scope: EventScope, options: EventPagesOptions = {}): AsyncGenerator<EventPage> {
    return eventPages(this.#session, scope, options, () => this.#now());
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #delay(ms: number): Promise<void> {
    const { delay = systemDelay, signal } = this.#options;
    return delay(ms, signal);
  }
}
