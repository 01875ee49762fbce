import { RemoteError } from "../../errors.ts";
import { sentTimeMs } from "../api_time.ts";
import { isJsonRecord, type JsonRecord, withoutLinks } from "../json_record.ts";
import { isObjectId } from "../object_id.ts";

/** What one server gave of one log type. */
export interface ChildJobDocument {
  /** The server, as `GET /admin/servers` names it. */
  readonly serverId: string;
  /** `APPLICATION`, `HTTP_ACCESS`, `MIGRATION`, `DAEMON`, or what a newer API adds. */
  readonly logCollectionType: string;
  /** As {@linkcode CollectionJobDocument.status}. */
  readonly status: string;
  /** Why it failed; null: it did not, or the API does not say. */
  readonly errorMessage: string | null;
  /** Whether the logs were cut at the size that was asked for. */
  readonly sizeLimitHit: boolean;
  /** Uncompressed size in bytes; null: not given. */
  readonly uncompressedDiskspaceBytes: number | null;
}

/** A server log collection job, as the API tells of it. */
export interface CollectionJobDocument {
  /** 24 hexadecimal digits in lower case. */
  readonly id: string;
  /** `SUCCESS`, `FAILURE`, `IN_PROGRESS`, `MARKED_FOR_EXPIRY`, `EXPIRED`, or what a newer API adds. */
  readonly status: string;
  /** ISO 8601, as sent. */
  readonly creationDate: string | null;
  /** ISO 8601, as sent: when the archive goes. */
  readonly expirationDate: string | null;
  /** ISO 8601, as sent; null while it runs. */
  readonly finishDate: string | null;
  /** Ids of the servers that were asked for. */
  readonly servers: readonly string[];
  /** Log types that were asked for. */
  readonly logTypes: readonly string[];
  /** Begin of the span that was asked for, ISO 8601; null: none was. */
  readonly fromDate: string | null;
  /** End of the span that was asked for, ISO 8601; null: none was. */
  readonly toDate: string | null;
  /** Whether some child was cut at the size that was asked for. */
  readonly sizeLimitHit: boolean;
  /** Uncompressed size in bytes; need not be the sum of the children. */
  readonly uncompressedSizeTotalBytes: number | null;
  /** One per server and log type; empty when the document was asked for without `verbose`. */
  readonly childJobs: readonly ChildJobDocument[];
  /** The document as it was sent, without its links. */
  readonly raw: JsonRecord;
}

/** Fields that only the documents of project-level jobs have; those collect logs of agents and mongods. */
const PROJECT_JOB_FIELDS: readonly string[] = ["groupId", "resourceType", "rootResourceName", "redacted"];
const DAY_MS = 86_400_000;
const MAX_LIFETIME_MS = 28 * DAY_MS;

/**
 * Reads a job document of the API.
 *
 * @throws {RemoteError} if it is none, or the document of a project-level job
 */
export function readCollectionJob(value: unknown): CollectionJobDocument {
  const { id, status, raw: job } = checkJob(value);
  const children = job["childJobs"];
  return {
    id,
    status,
    creationDate: textOf(job["creationDate"]),
    expirationDate: textOf(job["expirationDate"]),
    finishDate: textOf(job["finishDate"]),
    servers: textsOf(job["servers"]),
    logTypes: textsOf(job["logTypes"]),
    fromDate: textOf(job["logCollectionFromDate"]),
    toDate: textOf(job["logCollectionToDate"]),
    sizeLimitHit: job["sizeLimitHit"] === true,
    uncompressedSizeTotalBytes: bytesOf(job["uncompressedSizeTotalBytes"]),
    childJobs: Array.isArray(children) ? children.filter(isJsonRecord).map(readChildJob) : [],
    raw: job,
  };
}

function checkJob(
  value: unknown,
): { readonly id: string; readonly status: string; readonly raw: JsonRecord } {
  if (!isJsonRecord(value)) {
    throw notAJob("the answer is not a JSON object", "check that --base-url leads to Ops Manager");
  }
  const projectField = PROJECT_JOB_FIELDS.find((field) => Object.hasOwn(value, field));
  if (projectField !== undefined) {
    throw notAJob(
      `the document is of a project's job (it has ${projectField}), which collects logs of agents and mongods`,
      "give a job that collects logs of Ops Manager itself: omlens fetch jobs lists them",
    );
  }
  const { id, status } = value;
  if (typeof id !== "string" || !isObjectId(id) || typeof status !== "string") {
    throw notAJob(
      "id or status is missing or odd",
      "check that --base-url leads to Ops Manager 8.0.23 or later",
    );
  }
  return { id: id.toLowerCase(), status, raw: withoutLinks(value) };
}

function notAJob(why: string, remedy: string): RemoteError {
  return new RemoteError(`Cannot read a log collection job: ${why}`, { remedy });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value !== "null" ? value : null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function bytesOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function readChildJob(child: JsonRecord): ChildJobDocument {
  return {
    serverId: textOf(child["serverId"]) ?? "",
    logCollectionType: textOf(child["logCollectionType"]) ?? "",
    status: textOf(child["status"]) ?? "",
    errorMessage: textOf(child["errorMessage"]),
    sizeLimitHit: child["sizeLimitHit"] === true,
    // The project-level API writes it with a capital S.
    uncompressedDiskspaceBytes: bytesOf(child["uncompressedDiskspaceBytes"]) ??
      bytesOf(child["uncompressedDiskSpaceBytes"]),
  };
}

/**
 * Why the archive of a job cannot be downloaded; null: it can be tried. Judges by the document alone, so that it can
 * be said before asking: the job runs, has expired, or every child failed.
 */
export function downloadProblem(job: CollectionJobDocument): RemoteError | null {
  const problem = (why: string, remedy: string) =>
    new RemoteError(`Cannot download the archive of job ${job.id}: ${why}`, {
      remedy,
      isTransient: job.status === "IN_PROGRESS",
    });
  switch (job.status) {
    case "IN_PROGRESS":
      return problem("it is still being collected", `wait for it with: omlens collect --job ${job.id}`);
    case "EXPIRED":
      return problem("it has expired", "collect the logs again with: omlens collect");
    case "FAILURE":
      if (!holdsNothing(job)) return null;
      return problem(
        "every part of it failed, there is nothing in it",
        `see why with: omlens fetch jobs --job ${job.id}, then run: omlens collect --retry ${job.id}`,
      );
    default:
      return null;
  }
}

function holdsNothing({ childJobs, uncompressedSizeTotalBytes }: CollectionJobDocument): boolean {
  return childJobs.length > 0 && !uncompressedSizeTotalBytes &&
    childJobs.every(({ status, uncompressedDiskspaceBytes }) =>
      status === "FAILURE" && !uncompressedDiskspaceBytes
    );
}

/**
 * The latest time to which a job's expiry can be moved, in milliseconds since the epoch: 28 days after its creation.
 * Null: the document does not say when that was.
 */
export function latestExpirationMs({ creationDate }: CollectionJobDocument): number | null {
  const createdMs = sentTimeMs(creationDate);
  return createdMs === null ? null : createdMs + MAX_LIFETIME_MS;
}
