import { AttemptError } from "./timing/attempt_error.ts";
import { connectionError } from "./errors/connection_error.ts";
import { type Deadline, withDeadline } from "./timing/deadline.ts";

/** How a body is read. */
export interface ReadBodyOptions {
  /** Completes "Cannot …". */
  readonly what: string;
  /** Longest silence. */
  readonly deadline: Deadline;
  /** Ends the reading with its reason. */
  readonly signal: AbortSignal;
}

/** Bytes of a body. Whoever stops reading closes the connection. */
export async function* readBody(
  body: ReadableStream<Uint8Array>,
  { what, deadline, signal }: ReadBodyOptions,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", stop);
  let sizeBytes = 0;
  try {
    while (true) {
      signal.throwIfAborted();
      const { done, value } = await withDeadline(
        reader.read(),
        deadline,
        () => brokenBody(what, `it is silent for ${deadline.timeoutMs / 1000} s after ${sizeBytes} bytes`),
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        throw isCut(error)
          ? brokenBody(what, `the connection is cut after ${sizeBytes} bytes`, error)
          : error;
      });
      signal.throwIfAborted();
      if (done) return;
      sizeBytes += value.length;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
}

function isCut(error: unknown): boolean {
  return !(error instanceof AttemptError) && connectionError(error, { what: "", host: "" }) !== error;
}

function brokenBody(what: string, why: string, cause?: unknown): AttemptError {
  return new AttemptError(`Cannot ${what}: the answer is not whole: ${why}`, {
    remedy: "run it again; check the network, and proxies between, when it stays so",
    isTransient: true,
    ...(cause === undefined ? {} : { cause }),
    retry: { why: `the answer is not whole: ${why}`, afterMs: null, isUntouched: false },
  });
}
