import { UsageError } from "../../errors.ts";
import { DigestSession } from "../digest/digest_session.ts";
import type { Secret } from "../secret.ts";
import { AttemptError } from "./timing/attempt_error.ts";
import { parseBaseUrl } from "./base_url.ts";
import { checkOptions, DEFAULT_OPTIONS } from "./check_options.ts";
import type { Deadline } from "./timing/deadline.ts";
import { DigestExchange } from "./digest_exchange.ts";
import { failedAnswer, readFailedAnswer } from "./failed_answer.ts";
import { oneLine } from "./errors/one_line.ts";
import { parseJsonAnswer } from "./parse_json_answer.ts";
import { readBody } from "./read_body.ts";
import { remoteErrorOf } from "./errors/remote_error_of.ts";
import { RequestPace } from "./timing/request_pace.ts";
import { type OutgoingRequest, RequestSender, type RequestTrace } from "./request_sender.ts";
import { parseHttpDate } from "./timing/retry_after.ts";
import { retried, type RetryWait } from "./timing/retry_ladder.ts";
import { systemDelay } from "./timing/system_delay.ts";
import { withoutSecret } from "./errors/without_secret.ts";

const MOST_JSON_BYTES = 64 * 1024 * 1024;

/** Where Ops Manager is, who asks, and with how much patience. */
export interface OpsManagerOptions {
  /** `https://host:8443`, with or without `/api/public/v1.0`. */
  readonly baseUrl: string;
  /** Public half of the API key: the user name of HTTP Digest. */
  readonly publicKey: string;
  /** Private half of the API key: the password of HTTP Digest. */
  readonly privateKey: Secret;
  /** Whether plain http may be used to a host that is not this machine. @default {false} */
  readonly allowHttp?: boolean;
  /** Most requests per second, retries and handshakes included. @default {2} */
  readonly requestsPerSecond?: number;
  /** Longest wait in milliseconds until an answer begins, and longest silence inside one. @default {30_000} */
  readonly timeoutMs?: number;
  /** How often a request is tried before it is given up. @default {6} */
  readonly maxAttempts?: number;
  /** How the network is reached. @default {globalThis.fetch} */
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. @default {Date.now} */
  readonly now?: () => number;
  /** Waits, or rejects with the signal's reason. */
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Like `delay`, for the timeouts alone: a `delay` that is over at once must not end every request. */
  readonly deadline?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1: spreads retries. @default {Math.random} */
  readonly random?: () => number;
  /** Client nonces of HTTP Digest. */
  readonly makeCnonce?: () => string;
  /** Told of every request that went out. */
  readonly onRequest?: (trace: RequestTrace) => void;
  /** Told before every wait that a retry needs. */
  readonly onWait?: (wait: RetryWait) => void;
  /** Ends everything at once with its reason. */
  readonly signal?: AbortSignal;
}

/** What is asked of the API. */
export interface ApiRequest {
  /** Completes "Cannot …": `list the collection jobs`. */
  readonly what: string;
  /** HTTP method. */
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path below the root of the API; begins with `/`; what came from outside is already percent-encoded. */
  readonly path: string;
  /** Names and values of the query, unencoded, in order. */
  readonly query?: readonly (readonly [string, string])[];
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses besides 2xx that are no error, for example 416. */
  readonly accept?: readonly number[];
  /** Ends this request at once with its reason. */
  readonly signal?: AbortSignal;
}

/** Requests to one Ops Manager: paced, authenticated, repeated while that may help, and errors that say what to do. */
export class ApiSession {
  /** Root of the API, without a slash at the end. */
  readonly apiUrl: string;
  readonly #options: OpsManagerOptions;
  readonly #deadline: Deadline;
  readonly #exchange: DigestExchange;
  readonly #signal: AbortSignal;
  readonly #requests = new WeakMap<Response, OutgoingRequest>();
  #serviceVersion: string | null = null;
  #serverTimeMs: number | null = null;

  /**
   * Checks the options. No request goes out.
   *
   * @throws {UsageError} An option does not fit.
   */
  constructor(options: OpsManagerOptions) {
    checkOptions(options);
    this.apiUrl = parseBaseUrl(options.baseUrl, { allowHttp: options.allowHttp ?? false }).href;
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
    this.#deadline = {
      timeoutMs: options.timeoutMs ?? DEFAULT_OPTIONS.timeoutMs,
      wait: options.deadline ?? systemDelay,
    };
    this.#exchange = this.#makeExchange();
  }

  /** `X-MongoDB-Service-Version` of the last answer that had it; null: none had. */
  get serviceVersion(): string | null {
    return this.#serviceVersion;
  }

  /** `Date` of the last answer that had it, in milliseconds since the epoch; null: none had. */
  get serverTimeMs(): number | null {
    return this.#serverTimeMs;
  }

  /**
   * Body of the answer, parsed and out of its envelope; null when it is empty.
   *
   * @throws {RemoteError} There is no answer, it is an error, or not JSON.
   */
  json(request: ApiRequest): Promise<unknown> {
    return this.#retried(request, async (sent) => {
      const response = await this.#answer(request, sent);
      const text = await this.#text(response, sent);
      const { status, statusText, headers } = response;
      const { what, method, url } = sent;
      return parseJsonAnswer(
        failedAnswer({ what, method, url, status, statusText, headers, text, nowMs: this.#now() }),
        request.accept ?? [],
        this.#options.privateKey,
      );
    });
  }

  /**
   * The answer with its body unread: 2xx, or what the request accepts.
   *
   * @throws {RemoteError} There is no answer, or it is an error.
   */
  open(request: ApiRequest): Promise<Response> {
    return this.#retried(request, (sent) => this.#answer(request, sent));
  }

  /**
   * Bytes of the body of an answer of {@linkcode ApiSession.open}.
   *
   * @throws {RemoteError} The connection was cut, or is silent for too long; both transient.
   */
  async *body(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    if (response.body === null) return;
    const sent = this.#requests.get(response);
    const signals = [sent?.signal ?? this.#signal, ...(signal === undefined ? [] : [signal])];
    yield* readBody(response.body, {
      what: sent?.what ?? "read the answer",
      deadline: this.#deadline,
      signal: AbortSignal.any(signals),
    });
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #makeExchange(): DigestExchange {
    const { publicKey, privateKey, delay = systemDelay, onRequest } = this.#options;
    const { makeCnonce = randomHex, fetch = globalThis.fetch } = this.#options;
    const { requestsPerSecond = DEFAULT_OPTIONS.requestsPerSecond } = this.#options;
    const now = () => this.#now();
    const deadline = this.#deadline;
    const pace = new RequestPace({ requestsPerSecond, now, delay });
    const onAnswer = (headers: Headers) => this.#note(headers);
    return new DigestExchange({
      sender: new RequestSender({ fetch, now, pace, deadline, onRequest, onAnswer }),
      digest: new DigestSession({ publicKey, privateKey, makeCnonce }),
      privateKey,
      deadline,
      now,
    });
  }

  #note(headers: Headers): void {
    const version = headers.get("x-mongodb-service-version");
    if (version !== null) {
      this.#serviceVersion = oneLine(withoutSecret(version, this.#options.privateKey), 200);
    }
    this.#serverTimeMs = parseHttpDate(headers.get("date")) ?? this.#serverTimeMs;
  }

  async #retried<T>(request: ApiRequest, once: (sent: OutgoingRequest) => Promise<T>): Promise<T> {
    const { delay = systemDelay, random = Math.random, onWait } = this.#options;
    const { maxAttempts = DEFAULT_OPTIONS.maxAttempts } = this.#options;
    const signal = AbortSignal.any([this.#signal, ...(request.signal === undefined ? [] : [request.signal])]);
    const outgoing = { ...this.#outgoing(request), signal };
    const isIdempotent = request.method !== "POST";
    return await retried(
      (attempt) => once({ ...outgoing, attempt }),
      { isIdempotent, maxAttempts, delay, random, onWait, signal },
    );
  }

  #outgoing(
    { what, method, path, query = [], body, headers }: ApiRequest,
  ): Omit<OutgoingRequest, "signal" | "attempt"> {
    const search = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    const url = new URL(this.apiUrl + path + (search === "" ? "" : `?${search}`));
    if (!url.href.startsWith(`${this.apiUrl}/`)) {
      throw new UsageError(`Cannot ${what}: the path leads out of the API`, { remedy: "check the id" });
    }
    const type = body === undefined ? {} : { "content-type": "application/json" };
    return {
      what,
      method,
      url,
      headers: { accept: "application/json", "user-agent": "omlens", ...type, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    };
  }

  async #answer(request: ApiRequest, sent: OutgoingRequest): Promise<Response> {
    const response = await this.#exchange.exchange(sent);
    if (response.ok || request.accept?.includes(response.status)) {
      this.#requests.set(response, sent);
      return response;
    }
    const options = { deadline: this.#deadline, now: () => this.#now() };
    throw remoteErrorOf(await readFailedAnswer(response, sent, options), this.#options.privateKey);
  }

  async #text(response: Response, { what, url }: OutgoingRequest): Promise<string> {
    const decoder = new TextDecoder();
    const parts: string[] = [];
    let sizeBytes = 0;
    for await (const chunk of this.body(response)) {
      sizeBytes += chunk.length;
      if (sizeBytes > MOST_JSON_BYTES) {
        throw new AttemptError(`Cannot ${what}: ${url.host} sends more than 64 MiB of JSON`, {
          status: response.status,
          remedy: "ask for less, as with --since and --until, and check that --base-url leads to Ops Manager",
        });
      }
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    return parts.join("") + decoder.decode();
  }
}

function randomHex(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}
