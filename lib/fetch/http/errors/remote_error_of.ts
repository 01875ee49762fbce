import type { Secret } from "../../secret.ts";
import { AttemptError, type RetryAdvice } from "../timing/attempt_error.ts";
import { type ErrorBody, readErrorBody } from "./error_body.ts";
import { oneLine } from "./one_line.ts";
import { remedyOf } from "./remedy_of.ts";
import { withoutSecret } from "./without_secret.ts";

const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const RATE_LIMITED_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 600_000;
const EXCERPT_CHARACTERS = 200;
const DETAIL_CHARACTERS = 500;

/** An answer that is an error, as it came. */
export interface FailedAnswer {
  /** Completes "Cannot …". */
  readonly what: string;
  /** HTTP method of the request. */
  readonly method: string;
  /** Where it went. */
  readonly url: URL;
  /** HTTP status, or that of the envelope. */
  readonly status: number;
  /** Words of the status; may be empty. */
  readonly statusText: string;
  /** `Content-Type`; null: there is none. */
  readonly contentType: string | null;
  /** Body, or its beginning. */
  readonly text: string;
  /** What `Retry-After` says, milliseconds; null: nothing. */
  readonly retryAfterMs: number | null;
  /** `Date`, milliseconds since the epoch; null: there is none. */
  readonly serverTimeMs: number | null;
}

/** The error that an answer is: what failed, why, what to do about it, and whether trying again may help. */
export function remoteErrorOf(answer: FailedAnswer, secret: Secret): AttemptError {
  const body = parseBody(answer.text, secret);
  const { status, method, url: { pathname: path }, serverTimeMs } = answer;
  const errorCode = body?.errorCode ?? null;
  const says = `${body === null ? answer.url.host : "Ops Manager"} answers ${status}`;
  const named = errorCode ?? oneLine(withoutSecret(answer.statusText, secret), 60);
  const why = named === "" ? says : `${says} (${named})`;
  const retry = retryAdvice(answer, errorCode, why);
  const isTooLong = answer.retryAfterMs !== null && answer.retryAfterMs > LONGEST_RETRY_AFTER_MS;
  return new AttemptError(`Cannot ${answer.what}: ${why}${detailOf(answer, body, secret)}`, {
    status,
    errorCode,
    isTransient: status === 429 || status >= 500,
    remedy: isTooLong && RETRIED.has(status)
      ? `run it again in ${
        Math.ceil((answer.retryAfterMs ?? 0) / 60_000)
      } minutes: Ops Manager asks for this time`
      : remedyOf({ status, errorCode, method, path, serverTimeMs }),
    ...(retry === null ? {} : { retry }),
  });
}

function parseBody(text: string, secret: Secret): ErrorBody | null {
  try {
    const body = readErrorBody(JSON.parse(withoutSecret(text, secret)));
    // Once more: JSON may have escaped any character.
    return body &&
      {
        errorCode: body.errorCode && withoutSecret(body.errorCode, secret),
        detail: withoutSecret(body.detail, secret),
      };
  } catch {
    return null;
  }
}

/** A wait of more than ten minutes is not waited for. */
function retryAdvice(answer: FailedAnswer, errorCode: string | null, why: string): RetryAdvice | null {
  const { status, retryAfterMs } = answer;
  if (!RETRIED.has(status) || (retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) return null;
  const afterMs = retryAfterMs ?? (status === 429 ? RATE_LIMITED_MS : null);
  return { why, afterMs, isUntouched: status === 429 && errorCode === "RATE_LIMITED" };
}

function detailOf(answer: FailedAnswer, body: ErrorBody | null, secret: Secret): string {
  const detail = body === null
    ? oneLine(withoutSecret(textOf(answer), secret), EXCERPT_CHARACTERS)
    : oneLine(body.detail, DETAIL_CHARACTERS).replace(/\.$/, "");
  return detail === "" ? "" : `: ${detail}`;
}

/** What a page says without its mark-up, anything else as it is. */
function textOf({ contentType, text }: FailedAnswer): string {
  return contentType?.includes("html") ? text.replace(/<[^<>]*>/g, " ") : text;
}
