/** Below this path is the API. */
export const API_PATH = "/api/public/v1.0";
/** What the server believes its address to be: no client can reach it. */
export const CENTRAL_URL = "https://central.ops-manager.invalid:8443";
/** An id of an organization or a project that is never there. */
export const UNKNOWN_ID = "ffffffffffffffffffffffff";

/** Any JSON object. */
export type JsonObject = Record<string, unknown>;

/** A request after the Digest. */
export interface ApiCall {
  readonly method: string;
  /** After {@linkcode API_PATH}. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is sent back. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
}

/** What the server has; tests may change it at any time. */
export interface ApiState {
  servers: JsonObject[];
  /** Newest first. */
  jobs: JsonObject[];
  /** Newest first. */
  events: JsonObject[];
  /** Path after the API root (`/orgs/ID/events`) to events, newest first. Other ids are unknown then. */
  eventsByPath: Readonly<Record<string, JsonObject[]>> | null;
  archive: Uint8Array<ArrayBuffer>;
  /** Value of Content-Disposition; null: none. */
  contentDisposition: string | null;
  acceptRanges: boolean;
  /** With its quotes; null: none. */
  etag: string | null;
  /** Largest page; the server cuts a larger `itemsPerPage` down to it. */
  maxItemsPerPage: number;
  /** How many times a created or retried job is still in progress when it is asked for. */
  pollsUntilDone: number;
  /** What a created or retried job becomes in the end. */
  finished: (job: JsonObject) => JsonObject;
  /** Of created or retried jobs: polls that are left, by id. */
  readonly pollsLeft: Map<string, number>;
  now: () => number;
}

/** An answer with JSON. */
export function jsonAnswer(status: number, value: unknown): ApiAnswer {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { "content-type": "application/json" }, body };
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Payload Too Large",
  429: "Too Many Requests",
};

/** An error body as Ops Manager sends it. */
export function errorAnswer(status: number, errorCode: string, detail: string): ApiAnswer {
  return jsonAnswer(status, { error: status, errorCode, reason: REASONS[status], detail, parameters: [] });
}

/** A single document, in its envelope when that was asked for. */
export function documentAnswer({ query }: ApiCall, content: JsonObject, status = 200): ApiAnswer {
  return jsonAnswer(status, query.get("envelope") === "true" ? { status, content } : content);
}

const PAGING = ["pretty", "envelope", "pageNum", "itemsPerPage", "includeCount"];

/** The refusal of a query parameter that the endpoint does not document; null: all are known. */
export function unknownParameter({ query }: ApiCall, known: readonly string[]): ApiAnswer | null {
  const odd = [...query.keys()].find((name) => !PAGING.includes(name) && !known.includes(name));
  return odd === undefined ? null : invalidParameter(odd);
}

/** The refusal of a value of a query parameter. */
export function invalidParameter(name: string): ApiAnswer {
  return errorAnswer(400, "INVALID_QUERY_PARAMETER", `Invalid query parameter ${name}.`);
}

/** One page of a list, with its links. */
export function pageAnswer(state: ApiState, call: ApiCall, rows: readonly JsonObject[]): ApiAnswer {
  const { query, path } = call;
  const pageNum = Number(query.get("pageNum") ?? 1);
  const asked = Number(query.get("itemsPerPage") ?? 100);
  if (!Number.isInteger(pageNum) || pageNum < 1) return invalidParameter("pageNum");
  if (!Number.isInteger(asked) || asked < 1 || asked > 500) return invalidParameter("itemsPerPage");
  const size = Math.min(asked, state.maxItemsPerPage);
  const link = (rel: string, page: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set("pageNum", `${page}`);
    return { rel, href: `${CENTRAL_URL}${API_PATH}${path}?${parameters}` };
  };
  const links = [link("self", pageNum)];
  if (pageNum > 1) links.push(link("previous", pageNum - 1));
  if (pageNum * size < rows.length) links.push(link("next", pageNum + 1));
  return jsonAnswer(200, {
    links,
    results: rows.slice((pageNum - 1) * size, pageNum * size),
    ...(query.get("includeCount") === "false" ? {} : { totalCount: rows.length }),
    ...(query.get("envelope") === "true" ? { status: 200 } : {}),
  });
}
