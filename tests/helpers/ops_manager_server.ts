import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { DigestGate, type DigestGateOptions } from "./digest_gate.ts";
import {
  API_PATH,
  type ApiAnswer,
  type ApiState,
  errorAnswer,
  type JsonObject,
} from "./ops_manager_answers.ts";
import { answerApi } from "./ops_manager_api.ts";
import { successfulJob } from "./ops_manager_jobs.ts";

/** What a request met instead of the ordinary answer. */
export type Fault =
  /** Another answer; an object becomes JSON. */
  | {
    readonly kind: "answer";
    readonly status: number;
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: string | Uint8Array | object;
  }
  /** The socket ends after so many bytes of the ordinary body. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** Nothing more comes after so many bytes of the ordinary body. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** The connection is reset before any answer. */
  | { readonly kind: "reset" }
  /** No answer ever. */
  | { readonly kind: "hang" }
  /** The ordinary answer with a Content-Length that lies; the socket ends after the body. */
  | { readonly kind: "length"; readonly contentLength: number }
  /** Every nonce so far is stale. */
  | { readonly kind: "stale" }
  /** 200 with this body, and the ordinary headers. */
  | { readonly kind: "body"; readonly bytes: string | Uint8Array };

/** One request as it came. */
export interface RecordedRequest {
  /** 1-based. */
  readonly n: number;
  readonly method: string;
  /** As sent, without the query: `/api/public/v1.0/admin/servers`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The credentials were right. */
  readonly authorized: boolean;
  /** They were right, but for a nonce that is used up. */
  readonly isStale: boolean;
  /** Why the credentials were not right; null: there were none, or they were right. */
  readonly problem: string | null;
  readonly username: string | null;
  readonly nc: string | null;
  /** What it was answered with; 0: not yet, or never. */
  status: number;
}

/** What the server is to be. */
export interface OpsManagerSetup {
  readonly publicKey?: string;
  readonly privateKey?: string;
  readonly digest?: DigestGateOptions;
  /** API documents with their `childJobs`, newest first. */
  readonly jobs?: readonly object[];
  readonly archive?: Uint8Array;
  readonly fileName?: string;
  /** Instead of one made from `fileName`; null: none. */
  readonly contentDisposition?: string | null;
  /** True when left out. */
  readonly acceptRanges?: boolean;
  /** With its quotes; made from the archive when left out; null: none. */
  readonly etag?: string | null;
  readonly servers?: readonly object[];
  /** Newest first; the same for every scope unless `eventsByPath` is there. */
  readonly events?: readonly object[];
  /** Path after the API root (`/orgs/ID/events`) to events. Other ids are not found then. */
  readonly eventsByPath?: Readonly<Record<string, readonly object[]>>;
  /** Clock of the server, also of its Date header; `Date.now` when left out. */
  readonly now?: () => number;
  /** 500 when left out. */
  readonly maxItemsPerPage?: number;
  readonly serviceVersion?: string;
  /** How many times a new job is still in progress when it is asked for; 2 when left out. */
  readonly pollsUntilDone?: number;
  /** What a new job becomes in the end; all of it a success when left out. */
  readonly finished?: (job: Record<string, unknown>) => Record<string, unknown>;
  /** Called for every request, also those without credentials, after these were checked. */
  readonly fault?: (request: RecordedRequest) => Fault | undefined;
  /** PEM: the server speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A running server. */
export interface OpsManagerServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** All requests so far. */
  readonly requests: readonly RecordedRequest[];
  /** What it has; may be changed while it runs. */
  readonly state: ApiState;
  events: Record<string, unknown>[];
  jobs: Record<string, unknown>[];
  /** Adds a newest event. */
  publish(event: object): void;
}

/** The private key when a test gives none: found wherever it leaks to. */
export const TEST_PRIVATE_KEY = "5ecre7-pr1va7e-key-0f-7he-7es75-must-never-leak";
/** The public key when a test gives none. */
export const TEST_PUBLIC_KEY = "testpubl";

/** All that a machine needs in its environment to log in. */
export function variablesOf({ url, publicKey, privateKey }: OpsManagerServer): Record<string, string> {
  return { OMLENS_BASE_URL: url, OMLENS_PUBLIC_KEY: publicKey, OMLENS_PRIVATE_KEY: privateKey };
}

const objects = (values: readonly object[] = []): JsonObject[] => values.map((value) => ({ ...value }));

function makeState(setup: OpsManagerSetup): ApiState {
  const archive = new Uint8Array(setup.archive ?? gzipSync("synthetic archive of the test server"));
  const fileName = setup.fileName ?? "om-logs_1747000000.tar.gz";
  const byPath = Object.entries(setup.eventsByPath ?? {}).map(([path, events]) => [path, objects(events)]);
  const { etag = `"${createHash("sha256").update(archive).digest("hex").slice(0, 16)}"` } = setup;
  const { contentDisposition = `attachment; filename="${fileName}"` } = setup;
  return {
    servers: objects(setup.servers),
    jobs: objects(setup.jobs),
    events: objects(setup.events),
    eventsByPath: setup.eventsByPath === undefined ? null : Object.fromEntries(byPath),
    archive,
    contentDisposition,
    acceptRanges: setup.acceptRanges ?? true,
    etag,
    maxItemsPerPage: setup.maxItemsPerPage ?? 500,
    pollsUntilDone: setup.pollsUntilDone ?? 2,
    finished: setup.finished ?? successfulJob,
    pollsLeft: new Map(),
    now: setup.now ?? Date.now,
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return new TextDecoder().decode(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function recordRequest(message: IncomingMessage, body: string, gate: DigestGate, n: number): RecordedRequest {
  const { method = "", url = "" } = message;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, `${value}`]),
  );
  const verdict = gate.check(method, url, message.headers.authorization);
  return {
    n,
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    authorized: verdict.isAccepted,
    isStale: verdict.isStale,
    problem: verdict.problem,
    username: verdict.username,
    nc: verdict.nc,
    status: 0,
  };
}

function unauthorized(gate: DigestGate, { isStale }: { isStale: boolean }): ApiAnswer {
  const answer = errorAnswer(401, "USER_UNAUTHORIZED", "You are not authorized for this resource.");
  return { ...answer, headers: { ...answer.headers, "www-authenticate": gate.challenge({ isStale }) } };
}

const bytesOf = (body: string | Uint8Array | object = ""): Uint8Array =>
  body instanceof Uint8Array
    ? body
    : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

/** Sends an answer, or what the fault makes of it. */
function send(response: ServerResponse, request: RecordedRequest, answer: ApiAnswer, fault?: Fault): void {
  const isPartial = fault?.kind === "cut" || fault?.kind === "stall";
  const length = fault?.kind === "length" ? fault.contentLength : answer.body.length;
  const headers = { ...answer.headers, ...(answer.status === 204 ? {} : { "content-length": length }) };
  request.status = answer.status;
  response.writeHead(answer.status, headers as Record<string, string>);
  if (isPartial) {
    const end = () => fault.kind === "cut" && response.socket?.destroy();
    response.flushHeaders();
    response.write(answer.body.subarray(0, fault.afterBytes), end);
  } else if (fault?.kind === "length") response.write(answer.body, () => response.socket?.destroy());
  else response.end(answer.body);
}

/** Starts an Ops Manager on the loopback, calls `use` with it, and ends it with all its connections. */
export async function withOpsManager<T>(
  setup: OpsManagerSetup,
  use: (server: OpsManagerServer) => Promise<T>,
): Promise<T> {
  const { publicKey = TEST_PUBLIC_KEY, privateKey = TEST_PRIVATE_KEY } = setup;
  const state = makeState(setup);
  const gate = new DigestGate({ ...setup.digest, publicKey, privateKey });
  const requests: RecordedRequest[] = [];

  const ordinary = (request: RecordedRequest): ApiAnswer => {
    if (!request.authorized) return unauthorized(gate, request);
    if (!request.path.startsWith(`${API_PATH}/`)) return errorAnswer(404, "RESOURCE_NOT_FOUND", "No API.");
    return answerApi(state, { ...request, path: decodeURIComponent(request.path.slice(API_PATH.length)) });
  };
  const answerOf = (request: RecordedRequest, fault?: Fault): ApiAnswer => {
    if (fault?.kind === "answer") {
      const type = { "content-type": typeof fault.body === "string" ? "text/html" : "application/json" };
      return { status: fault.status, headers: { ...type, ...fault.headers }, body: bytesOf(fault.body) };
    }
    if (fault?.kind === "stale") {
      gate.expireNonces();
      return unauthorized(gate, { isStale: true });
    }
    const answer = ordinary(request);
    return fault?.kind === "body" ? { ...answer, status: 200, body: bytesOf(fault.bytes) } : answer;
  };
  const listener = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = recordRequest(message, await readBody(message), gate, requests.length + 1);
    requests.push(request);
    const fault = setup.fault?.(request);
    if (fault?.kind === "hang") return;
    if (fault?.kind === "reset") return void message.socket.resetAndDestroy();
    response.setHeader("date", new Date(state.now()).toUTCString());
    response.setHeader(
      "x-mongodb-service-version",
      setup.serviceVersion ?? "gitHash=0123456789abcdef; versionString=8.0.27.100.20260930T0000Z",
    );
    const info = request.authorized ? gate.info() : null;
    if (info !== null) response.setHeader("authentication-info", info);
    send(response, request, answerOf(request, fault), fault);
  };
  const server = setup.tls === undefined
    ? createServer(listener)
    : createTlsServer({ ...setup.tls }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    return await use({
      url: `${setup.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
      publicKey,
      privateKey,
      requests,
      state,
      get events() {
        return state.events;
      },
      set events(events) {
        state.events = events;
      },
      get jobs() {
        return state.jobs;
      },
      set jobs(jobs) {
        state.jobs = jobs;
      },
      publish: (event) => void state.events.unshift({ ...event }),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
