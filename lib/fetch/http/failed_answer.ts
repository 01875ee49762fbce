import type { Deadline } from "./timing/deadline.ts";
import { readBody } from "./read_body.ts";
import type { FailedAnswer } from "./errors/remote_error_of.ts";
import type { OutgoingRequest } from "./request_sender.ts";
import { parseHttpDate, parseRetryAfter } from "./timing/retry_after.ts";

const MOST_ERROR_BYTES = 65_536;

/** Reads an answer that is an error, to 64 KiB of its body. Rejects only with the reason of the request's signal. */
export async function readFailedAnswer(
  response: Response,
  request: OutgoingRequest,
  options: { deadline: Deadline; now: () => number },
): Promise<FailedAnswer> {
  const { headers, status, statusText } = response;
  const { what, method, url, signal } = request;
  const text = await readText(response, { what, signal, deadline: options.deadline });
  return failedAnswer({ what, method, url, status, statusText, headers, text, nowMs: options.now() });
}

/** What is to be known of an answer that is an error. */
export function failedAnswer(
  { headers, nowMs, ...answer }:
    & Pick<FailedAnswer, "what" | "method" | "url" | "status" | "statusText" | "text">
    & { headers: Headers; nowMs: number },
): FailedAnswer {
  const serverTimeMs = parseHttpDate(headers.get("date"));
  return {
    ...answer,
    contentType: headers.get("content-type"),
    // A date is meant by the clock of the server.
    retryAfterMs: parseRetryAfter(headers.get("retry-after"), serverTimeMs ?? nowMs),
    serverTimeMs,
  };
}

async function readText(
  { body }: Response,
  options: { what: string; signal: AbortSignal; deadline: Deadline },
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  try {
    for await (const chunk of body === null ? [] : readBody(body, options)) {
      text += decoder.decode(chunk.subarray(0, MOST_ERROR_BYTES - sizeBytes), { stream: true });
      sizeBytes += chunk.length;
      if (sizeBytes >= MOST_ERROR_BYTES) break;
    }
  } catch {
    options.signal.throwIfAborted();
  }
  return text;
}
