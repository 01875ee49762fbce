import { UsageError } from "../errors.ts";
import type { Category } from "../parse/member_origin.ts";

/** What a log collection job was to bring (`/admin/omLogCollectionJobs`, Ops Manager 8.0.23 and later). */
export interface CollectionJob {
  /** Job id. */
  readonly id: string | null;
  /** First moment that was asked for, epoch milliseconds; null: not limited. */
  readonly fromMs: number | null;
  /** Last moment that was asked for, or the end of the collection. */
  readonly toMs: number | null;
  /** Files of one host and kind of log; empty when the document was saved without `verbose=true`. */
  readonly children: readonly ChildJob[];
  /** Whether anything was cut at the requested size. */
  readonly sizeLimitHit: boolean;
}

/** The collection of one kind of log of one server. */
export interface ChildJob {
  /** Host name (`serverId`). */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** `SUCCESS`, or why there is nothing. */
  readonly status: string;
  /** What went wrong. */
  readonly errorMessage: string | null;
  /** Whether its files were cut. */
  readonly sizeLimitHit: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const CATEGORIES: ReadonlyMap<unknown, Category> = new Map([
  ["APPLICATION", "application"],
  ["HTTP_ACCESS", "http_access"],
  ["MIGRATION", "migration"],
  ["DAEMON", "daemon"],
]);
const MAX_CHILDREN = 10_000;
const MAX_NAME = 253;
const MAX_MESSAGE = 500;
const REMEDY = "save GET /api/public/v1.0/admin/omLogCollectionJobs/ID?verbose=true";

/**
 * Reads the document of a log collection job, as the API gives it, also in an envelope.
 *
 * @throws {UsageError} when it is none
 */
export function parseCollectionJob(text: string, name: string): CollectionJob {
  const job = unwrapped(objectOf(parseJson(text, name)));
  // Jobs of a project collect the logs of agents and mongod, and have other fields (`ops-manager-api.md` §2.6).
  if ("groupId" in job || "resourceType" in job) {
    throw refused(
      name,
      "it is a job of a project, which collects logs of agents and mongod, not of Ops Manager",
    );
  }
  if (!Array.isArray(job["childJobs"]) && typeof job["status"] !== "string") {
    throw refused(name, "it is not the document of a log collection job");
  }
  const children = Array.isArray(job["childJobs"]) ? job["childJobs"].slice(0, MAX_CHILDREN) : [];
  return {
    id: textOf(job["id"], MAX_NAME),
    fromMs: timeOf(job["logCollectionFromDate"]),
    toMs: timeOf(job["logCollectionToDate"]),
    children: children.flatMap((child) => childJob(objectOf(child))),
    sizeLimitHit: job["sizeLimitHit"] === true,
  };
}

/** A document in the API's envelope, or a list of jobs with a single one, is that document. */
function unwrapped(saved: Fields): Fields {
  const content = objectOf(saved["content"]);
  if (content !== EMPTY) return unwrapped(content);
  const { results } = saved as { results?: unknown };
  return Array.isArray(results) && results.length === 1 ? objectOf(results[0]) : saved;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused(name, "it is not JSON", cause);
  }
}

function refused(name: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`Cannot read job "${name}": ${why}`, { remedy: REMEDY, cause });
}

function childJob(child: Fields): ChildJob[] {
  const host = textOf(child["serverId"], MAX_NAME);
  const category = CATEGORIES.get(child["logCollectionType"]);
  if (host === null || category === undefined) return [];
  const message = textOf(child["errorMessage"], MAX_MESSAGE);
  return [{
    host,
    category,
    status: textOf(child["status"], MAX_NAME) ?? "SUCCESS",
    // The API was seen to give the word for nothing.
    errorMessage: message === "null" ? null : message,
    sizeLimitHit: child["sizeLimitHit"] === true,
  }];
}

const EMPTY: Fields = Object.freeze({});

function objectOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : EMPTY;
}

function textOf(value: unknown, most: number): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, most).toWellFormed() : null;
}

function timeOf(value: unknown): number | null {
  const timeMs = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}
