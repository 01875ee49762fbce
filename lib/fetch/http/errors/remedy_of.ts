/** What is known of an answer that is an error. */
export interface RemedyClues {
  /** HTTP status. */
  readonly status: number;
  /** What the API calls it; null: it does not say. */
  readonly errorCode: string | null;
  /** HTTP method of the request. */
  readonly method: string;
  /** Path of the request. */
  readonly path: string;
  /** When the server answered, by its own clock, milliseconds since the epoch; null: it does not say. */
  readonly serverTimeMs: number | null;
}

type Remedy = string | ((clues: RemedyClues) => string);

const TOO_LATE = "collect again: omlens collect";
const NEWER_API = "report it with the version of Ops Manager: the API may have changed";
const TOO_MANY_JOBS =
  "wait until a running log collection job ends: omlens fetch jobs; at most 4 run at a time";
const JOB_ID_REGEXP = /\/omLogCollectionJobs\/([0-9a-f]{24}):/;
const COLLECTION_REGEXP = /\/admin\/(?:omLogCollectionJobs|servers)\b/;

const REMEDY_BY_CODE: Readonly<Record<string, Remedy>> = {
  USER_UNAUTHORIZED: (clues) =>
    `check the public key, the private key, and that the key was made in this Ops Manager; it needs the role ${
      roleFor(clues)
    }`,
  NOT_ORG_ADMIN: (clues) => `have the role ${roleFor(clues)} given to the API key`,
  IP_ADDRESS_NOT_ON_ACCESS_LIST:
    "add the address of this machine, as Ops Manager sees it, to the access list of the key",
  CANNOT_DOWNLOAD_JOB_IN_PROGRESS: ({ path }) =>
    `wait for the job, then download it: omlens collect --job ${JOB_ID_REGEXP.exec(path)?.[1] ?? "ID"}`,
  CANNOT_DOWNLOAD_EXPIRED_JOB: TOO_LATE,
  CANNOT_EXTEND_EXPIRED_JOB: TOO_LATE,
  EXPIRATION_DATE_MUST_BE_IN_FUTURE: "give a date in the future, at most 28 days after the job was created",
  EXPIRATION_DATE_TOO_DISTANT: "give a date at most 28 days after the job was created",
  INVALID_LOG_REQUEST_SIZE: "give a size above 0",
  INVALID_SERVER_STATUS: NEWER_API,
  INVALID_QUERY_PARAMETER: NEWER_API,
  INVALID_ENUM_VALUE: (clues) => badRequest(clues),
  FRACTIONAL_TIMESTAMP: NEWER_API,
  ONLY_FAILED_JOB_CAN_BE_RESTARTED: "nothing to do: only a job with failed parts can be run again",
  LOG_COLLECTION_JOB_NOT_FOUND_IN_GROUP:
    "that is a job of a project (agent and mongod logs); list those of servers: omlens fetch jobs",
  ORG_NOT_FOUND: "check the id of the organization, and that the API key is a member of it",
  GROUP_NOT_FOUND: "check the id of the project, and that the API key is a member of it",
  RESOURCE_NOT_FOUND: (clues) => notFound(clues),
  RATE_LIMITED: "wait some minutes, or ask less often: --rate 0.5",
  UNEXPECTED_ERROR: (clues) => `look for the exception in mms0.log of the server ${at(clues.serverTimeMs)}`,
};

const REMEDY_BY_STATUS: Readonly<Record<number, Remedy>> = {
  400: (clues) => badRequest(clues),
  401: (clues) => remedyOf({ ...clues, errorCode: "USER_UNAUTHORIZED" }),
  403: (clues) =>
    `check that the address of this machine is on the access list of the key, and that the key has the role ${
      roleFor(clues)
    }`,
  404: notFound,
  407: "give name and password of the proxy in HTTPS_PROXY or HTTP_PROXY",
  413: "ask for less: fewer servers or log types, a shorter time, a smaller size per file",
  429: (clues) =>
    clues.method === "POST" && COLLECTION_REGEXP.test(clues.path)
      ? TOO_MANY_JOBS
      : "wait some minutes, or ask less often: --rate 0.5",
  500: (clues) => remedyOf({ ...clues, errorCode: "UNEXPECTED_ERROR" }),
  502: "check that Ops Manager runs behind its proxy or load balancer",
  503: "wait until Ops Manager has started, or is out of maintenance",
  504: "check that Ops Manager runs and is not overloaded",
};

/** What to do about an answer that is an error: one sentence without a period. */
export function remedyOf(clues: RemedyClues): string {
  const byCode = clues.errorCode !== null && Object.hasOwn(REMEDY_BY_CODE, clues.errorCode)
    ? REMEDY_BY_CODE[clues.errorCode]
    : undefined;
  const remedy = byCode ?? REMEDY_BY_STATUS[clues.status] ?? "check that --base-url leads to Ops Manager";
  return typeof remedy === "string" ? remedy : remedy(clues);
}

function roleFor({ method, path }: RemedyClues): string {
  if (/\/orgs\//.test(path)) return "Organization Member";
  if (/\/groups\//.test(path)) return "Project Read Only";
  return method === "GET" ? "Global Read Only" : "Global Owner";
}

/** What a user asked for may not fit this Ops Manager; anything else is ours. */
function badRequest({ method, path }: RemedyClues): string {
  if (method === "DELETE") return "wait until the job has ended: omlens fetch jobs";
  if (method !== "POST" || !path.endsWith("/admin/omLogCollectionJobs")) return NEWER_API;
  return "check what is asked for: --server with omlens fetch servers, --log-type (daemon needs 8.0.27), --since, --size";
}

function notFound({ path, errorCode }: RemedyClues): string {
  if (/\/omLogCollectionJobs\/./.test(path)) {
    return "check the id: omlens fetch jobs; log collection jobs need Ops Manager 8.0.23 or later";
  }
  if (COLLECTION_REGEXP.test(path) && errorCode !== null) {
    return "update Ops Manager: log collection jobs need 8.0.23 or later; collect the logs by hand until then";
  }
  if (/\/orgs\//.test(path)) return "check the id of the organization, and --base-url";
  if (/\/groups\//.test(path)) return "check the id of the project, and --base-url";
  return "check that --base-url leads to Ops Manager 8.0.23 or later";
}

function at(timeMs: number | null): string {
  return timeMs === null ? "at this moment" : `at ${new Date(timeMs).toISOString().replace(/\.\d+Z$/, "Z")}`;
}
