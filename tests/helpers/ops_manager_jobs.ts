import {
  type ApiAnswer,
  type ApiCall,
  type ApiState,
  documentAnswer,
  errorAnswer,
  type JsonObject,
  pageAnswer,
  unknownParameter,
} from "./ops_manager_answers.ts";

const DAY_MS = 86_400_000;
const LOG_TYPES = ["APPLICATION", "HTTP_ACCESS", "MIGRATION", "DAEMON"];
const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

function withoutChildren({ childJobs: _, ...job }: JsonObject): JsonObject {
  return job;
}

function childrenOf(job: JsonObject): JsonObject[] {
  return Array.isArray(job["childJobs"]) ? job["childJobs"] : [];
}

/** What a job that nobody prepared becomes. */
export function successfulJob(job: JsonObject): JsonObject {
  const childJobs = childrenOf(job).map((child) => ({ ...child, status: "SUCCESS", errorMessage: null }));
  return { ...job, status: "SUCCESS", childJobs };
}

function replaceJob(state: ApiState, job: JsonObject): JsonObject {
  state.jobs = state.jobs.map((other) => other["id"] === job["id"] ? job : other);
  return job;
}

/** The job as it is now; asking for one that is being collected brings it nearer to its end. */
function polledJob(state: ApiState, job: JsonObject): JsonObject {
  const id = String(job["id"]);
  const left = state.pollsLeft.get(id);
  if (left === undefined) return job;
  state.pollsLeft.set(id, left - 1);
  if (left > 0) return job;
  state.pollsLeft.delete(id);
  return replaceJob(state, { ...state.finished(job), finishDate: isoSeconds(state.now()) });
}

/** What is wrong with the body of a new job; null: nothing. */
function problemOfRequest(request: JsonObject, nowMs: number): ApiAnswer | null {
  const refuse = (code: string, detail: string) => errorAnswer(400, code, detail);
  const {
    servers = [],
    logTypes = [],
    sizeRequestedPerFileBytes: size = 1,
    logCollectionFromDate: from,
    logCollectionToDate: to,
    ...odd
  } = request;
  if (Object.keys(odd).length > 0) return refuse("INVALID_ATTRIBUTE", `Unknown ${Object.keys(odd)}.`);
  if (!Array.isArray(servers) || !Array.isArray(logTypes)) return refuse("INVALID_ATTRIBUTE", "No lists.");
  if (logTypes.some((type) => !LOG_TYPES.includes(type))) {
    return refuse("INVALID_ENUM_VALUE", "An invalid enumeration value was specified for logTypes.");
  }
  if (!(Number(size) > 0)) return refuse("INVALID_LOG_REQUEST_SIZE", "The size must be positive.");
  if ((from === undefined) !== (to === undefined)) return refuse("INVALID_ATTRIBUTE", "One date is missing.");
  if (from === undefined) return null;
  const [fromMs, toMs] = [Date.parse(String(from)), Date.parse(String(to))];
  const isRange = fromMs < toMs && fromMs <= nowMs && toMs - fromMs <= 7 * DAY_MS;
  return isRange ? null : refuse("INVALID_ATTRIBUTE", "The dates are no range of at most 7 days.");
}

function parseBody(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function newJob(state: ApiState, request: JsonObject): JsonObject {
  const now = state.now();
  const all = state.servers.map(({ serverId }) => String(serverId));
  const asked = Array.isArray(request["servers"]) ? request["servers"].map(String) : [];
  const servers = asked.length > 0 ? asked : all;
  const logTypes = Array.isArray(request["logTypes"]) ? request["logTypes"].map(String) : ["APPLICATION"];
  return {
    id: (0x66f000000000 + state.jobs.length + 1).toString(16).padEnd(12, "0") +
      now.toString(16).padStart(12, "0"),
    status: "IN_PROGRESS",
    creationDate: isoSeconds(now),
    expirationDate: isoSeconds(now + 7 * DAY_MS),
    finishDate: null,
    logCollectionFromDate: null,
    logCollectionToDate: null,
    sizeLimitHit: false,
    uncompressedSizeTotalBytes: 0,
    ...request,
    servers,
    logTypes,
    childJobs: servers.flatMap((serverId) =>
      logTypes.map((logCollectionType) => ({
        serverId,
        logCollectionType,
        status: "IN_PROGRESS",
        errorMessage: null,
        sizeLimitHit: false,
        uncompressedDiskspaceBytes: 0,
      }))
    ),
  };
}

function createJob(state: ApiState, call: ApiCall): ApiAnswer {
  const request = parseBody(call.body);
  if (request === null || !call.headers["content-type"]?.startsWith("application/json")) {
    return errorAnswer(400, "INVALID_JSON", "Received JSON is malformed.");
  }
  const problem = problemOfRequest(request, state.now());
  if (problem !== null) return problem;
  if (state.jobs.filter(({ status }) => status === "IN_PROGRESS").length >= 4) {
    return errorAnswer(429, "TOO_MANY_LOG_COLLECTION_JOBS", "There are 4 log collection jobs.");
  }
  const job = newJob(state, request);
  state.jobs = [job, ...state.jobs];
  state.pollsLeft.set(String(job["id"]), state.pollsUntilDone);
  return documentAnswer(call, withoutChildren(job), 201);
}

function extendJob(state: ApiState, call: ApiCall, job: JsonObject): ApiAnswer {
  const expirationMs = Date.parse(String(parseBody(call.body)?.["expirationDate"]));
  if (Number.isNaN(expirationMs)) return errorAnswer(400, "INVALID_ATTRIBUTE", "No expirationDate.");
  if (job["status"] === "EXPIRED") {
    return errorAnswer(403, "CANNOT_EXTEND_EXPIRED_JOB", "Cannot extend an expired job.");
  }
  if (expirationMs <= state.now()) {
    return errorAnswer(400, "EXPIRATION_DATE_MUST_BE_IN_FUTURE", "The date must be in the future.");
  }
  if (expirationMs > Date.parse(String(job["creationDate"])) + 28 * DAY_MS) {
    return errorAnswer(400, "EXPIRATION_DATE_TOO_DISTANT", "The date is over 28 days after the creation.");
  }
  const extended = { ...job, expirationDate: isoSeconds(expirationMs) };
  return documentAnswer(call, withoutChildren(replaceJob(state, extended)));
}

function retryJob(state: ApiState, call: ApiCall, job: JsonObject): ApiAnswer {
  const children = childrenOf(job);
  if (!children.some(({ status }) => status === "FAILURE")) {
    return errorAnswer(400, "ONLY_FAILED_JOB_CAN_BE_RESTARTED", "Only failed jobs can be restarted.");
  }
  state.pollsLeft.set(String(job["id"]), state.pollsUntilDone);
  const childJobs = children.map((child) =>
    child["status"] === "FAILURE" ? { ...child, status: "IN_PROGRESS" } : child
  );
  const running = { ...job, status: "IN_PROGRESS", finishDate: null, childJobs };
  return documentAnswer(call, withoutChildren(replaceJob(state, running)));
}

function deleteJob(state: ApiState, job: JsonObject): ApiAnswer {
  // The documentation has the refusal, but not its code.
  if (job["status"] === "IN_PROGRESS") {
    return errorAnswer(403, "CANNOT_DELETE_JOB_IN_PROGRESS", "Cannot delete a job in progress.");
  }
  state.jobs = state.jobs.filter(({ id }) => id !== job["id"]);
  return { status: 204, headers: {}, body: new Uint8Array() };
}

/** First and last byte that a Range header asks for; null: to be ignored; "none": not satisfiable. */
function readRange(header: string | undefined, size: number): [number, number] | "none" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || match[1] === match[2] && match[1] === "") return null;
  if (match[1] === "") {
    return Number(match[2]) === 0 ? "none" : [Math.max(0, size - Number(match[2])), size - 1];
  }
  const [first, last] = [Number(match[1]), match[2] === "" ? Infinity : Number(match[2])];
  if (last < first) return null;
  return first >= size ? "none" : [first, Math.min(last, size - 1)];
}

function sendArchive(state: ApiState, { headers: asked }: ApiCall): ApiAnswer {
  const { archive, etag, contentDisposition, acceptRanges } = state;
  const size = archive.length;
  const headers = {
    "content-type": "application/gzip",
    ...(contentDisposition === null ? {} : { "content-disposition": contentDisposition }),
    ...(etag === null ? {} : { etag }),
    ...(acceptRanges ? { "accept-ranges": "bytes" } : {}),
  };
  // RFC 9110 §13.1.5: a weak validator never matches.
  const ifRange = asked["if-range"];
  const isSame = ifRange === undefined || ifRange === etag && !ifRange.startsWith("W/");
  const range = acceptRanges && isSame ? readRange(asked["range"], size) : null;
  if (range === "none") {
    const { body, headers: json } = errorAnswer(416, "RANGE_NOT_SATISFIABLE", "Range is not satisfiable.");
    return { status: 416, headers: { ...json, "content-range": `bytes */${size}` }, body };
  }
  if (range === null) return { status: 200, headers, body: archive };
  const [first, last] = range;
  const contentRange = { "content-range": `bytes ${first}-${last}/${size}` };
  return { status: 206, headers: { ...headers, ...contentRange }, body: archive.subarray(first, last + 1) };
}

function downloadJob(state: ApiState, call: ApiCall, job: JsonObject): ApiAnswer {
  if (job["status"] === "IN_PROGRESS") {
    return errorAnswer(403, "CANNOT_DOWNLOAD_JOB_IN_PROGRESS", "Cannot download a job in progress.");
  }
  if (job["status"] === "EXPIRED") {
    return errorAnswer(403, "CANNOT_DOWNLOAD_EXPIRED_JOB", "Cannot download an expired job.");
  }
  return sendArchive(state, call);
}

/** Answers what is below `/admin/omLogCollectionJobs`: of all jobs, or of one and what is done with it. */
export function answerJobs(state: ApiState, call: ApiCall, id: string | null, action: string): ApiAnswer {
  const refusal = unknownParameter(call, ["verbose"]);
  if (refusal !== null) return refusal;
  const isVerbose = call.query.get("verbose") === "true";
  const seen = (job: JsonObject) => isVerbose ? job : withoutChildren(job);
  const verb = `${call.method} ${action}`;
  if (id === null && verb === "GET ") return pageAnswer(state, call, state.jobs.map(seen));
  if (id === null && verb === "POST ") return createJob(state, call);
  const job = state.jobs.find((candidate) => candidate["id"] === id);
  if (job === undefined) return errorAnswer(404, "RESOURCE_NOT_FOUND", `No log collection job ${id}.`);
  if (verb === "GET ") return documentAnswer(call, seen(polledJob(state, job)));
  if (verb === "PATCH ") return extendJob(state, call, job);
  if (verb === "DELETE ") return deleteJob(state, job);
  if (verb === "GET :download") return downloadJob(state, call, job);
  if (verb === "POST :retry") return retryJob(state, call, job);
  return errorAnswer(405, "METHOD_NOT_ALLOWED", `${call.method} is not possible here.`);
}
