/**
 * Passes values on until the signal is aborted, and then throws its reason at once: also while the source, a pipe that
 * nobody writes to or a keyboard, keeps it waiting.
 */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when it is aborted.
  aborted.catch(() => {});
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (true) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    // Not awaited: a source that waits for its next value would keep the end waiting, too.
    iterator.return?.().catch(() => {});
  }
}
