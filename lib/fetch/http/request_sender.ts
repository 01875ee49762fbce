import { AttemptError } from "./timing/attempt_error.ts";
import { connectionError } from "./errors/connection_error.ts";
import { type Deadline, withDeadline } from "./timing/deadline.ts";
import type { RequestPace } from "./timing/request_pace.ts";

/** A request as it goes out. */
export interface OutgoingRequest {
  /** Completes "Cannot …". */
  readonly what: string;
  /** HTTP method. */
  readonly method: string;
  /** Where it goes. */
  readonly url: URL;
  /** All headers but those of fetch itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null: none. */
  readonly body: string | null;
  /** How often the request was tried, 1-based. */
  readonly attempt: number;
  /** Ends the request, and the reading of its answer, with its reason. */
  readonly signal: AbortSignal;
}

/** One request that went out. Holds no header and no body. */
export interface RequestTrace {
  /** HTTP method. */
  readonly method: string;
  /** Where it went. */
  readonly url: string;
  /** HTTP status of the answer; null: none came. */
  readonly status: number | null;
  /** Milliseconds until the answer began, or the request failed. */
  readonly durationMs: number;
  /** How often the request was tried, 1-based; both halves of a handshake have the same number. */
  readonly attempt: number;
}

/** How requests are sent. */
export interface RequestSenderOptions {
  /** How the network is reached. */
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** When the next request may go. */
  readonly pace: RequestPace;
  /** How long an answer may take to begin. */
  readonly deadline: Deadline;
  /** Told of every request. */
  readonly onRequest?: ((trace: RequestTrace) => void) | undefined;
  /** Told of every answer. */
  readonly onAnswer: (headers: Headers) => void;
}

/** Sends single requests, at the pace, and waits for their answers to begin. Follows nothing and repeats nothing. */
export class RequestSender {
  readonly #options: RequestSenderOptions;

  /** Creates the sender. */
  constructor(options: RequestSenderOptions) {
    this.#options = options;
  }

  /** The answer, whatever its status, with its body unread. Rejects with an {@linkcode AttemptError} when none comes. */
  async send(request: OutgoingRequest): Promise<Response> {
    const { pace, now, onRequest, onAnswer } = this.#options;
    await pace.pass(request.signal);
    const startMs = now();
    let status: number | null = null;
    try {
      const response = await this.#fetch(request);
      status = response.status;
      onAnswer(response.headers);
      return response;
    } finally {
      pace.answered();
      const { method, url, attempt } = request;
      onRequest?.({ method, url: url.href, status, durationMs: now() - startMs, attempt });
    }
  }

  async #fetch(request: OutgoingRequest): Promise<Response> {
    const { fetch, deadline } = this.#options;
    const { what, method, url, headers, body, signal } = request;
    const late = new AbortController();
    const sent = fetch(url, {
      method,
      headers: new Headers(headers),
      // Deno sends a text again by itself when a kept connection breaks, which could make two jobs; a Blob it does not.
      ...(body === null ? {} : { body: new Blob([body]) }),
      redirect: "manual",
      signal: AbortSignal.any([signal, late.signal]),
    });
    try {
      return await withDeadline(sent, deadline, () => tooLate(what, url, deadline.timeoutMs));
    } catch (error) {
      late.abort();
      signal.throwIfAborted();
      throw connectionError(error, { what, host: url.host });
    }
  }
}

function tooLate(what: string, url: URL, timeoutMs: number): AttemptError {
  const why = `${url.host} does not answer within ${timeoutMs / 1000} s`;
  return new AttemptError(`Cannot ${what}: ${why}`, {
    remedy: "check that Ops Manager runs and can be reached, or give it more time: --timeout",
    isTransient: true,
    retry: { why, afterMs: null, isUntouched: false },
  });
}
