import type { Secret } from "../secret.ts";
import { AttemptError } from "./timing/attempt_error.ts";
import { openEnvelope } from "./envelope.ts";
import { oneLine } from "./errors/one_line.ts";
import { type FailedAnswer, remoteErrorOf } from "./errors/remote_error_of.ts";
import { withoutSecret } from "./errors/without_secret.ts";

/** JSON that began. Where the end of a body is the end of the connection, nothing else tells that it is cut. */
const CUT_REGEXP = /^\s*[[{]/;
const CUT_RETRY = { why: "the JSON of the answer is not whole", afterMs: null, isUntouched: false };

/**
 * What an answer says, parsed and out of its envelope; null when its body is empty.
 *
 * @throws {AttemptError} It is not JSON, or an envelope around an error.
 */
export function parseJsonAnswer(answer: FailedAnswer, accept: readonly number[], secret: Secret): unknown {
  if (answer.text.trim() === "") return null;
  const { status, content } = openEnvelope(parse(answer, secret));
  if (status === null || status < 400 || accept.includes(status)) return content;
  throw remoteErrorOf({ ...answer, status, statusText: "" }, secret);
}

function parse(answer: FailedAnswer, secret: Secret): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    // The reason of the parser repeats a piece of the text, so it is not kept as the cause.
    const type = oneLine(withoutSecret(answer.contentType ?? "no content type", secret), 100);
    const start = oneLine(withoutSecret(answer.text, secret), 200);
    throw new AttemptError(
      `Cannot ${answer.what}: ${answer.url.host} answers ${answer.status} with ${type}, expected JSON: ${start}`,
      {
        status: answer.status,
        remedy: "check that --base-url leads to Ops Manager itself, not to a login page or a proxy",
        ...(CUT_REGEXP.test(answer.text) ? { isTransient: true, retry: CUT_RETRY } : {}),
      },
    );
  }
}
