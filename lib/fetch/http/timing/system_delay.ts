/** Waits, or rejects with the signal's reason. Leaves no timer behind. */
export function systemDelay(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal?.aborted) {
    reject(signal.reason);
    return promise;
  }
  const abort = () => {
    clearTimeout(timer);
    reject(signal?.reason);
  };
  const timer = setTimeout(() => {
    signal?.removeEventListener("abort", abort);
    resolve();
  }, ms);
  signal?.addEventListener("abort", abort, { once: true });
  return promise;
}

/** Waits, or rejects with the signal's reason, whatever the delay makes of it. */
export async function waitFor(
  delay: (ms: number, signal?: AbortSignal) => Promise<void>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await delay(ms, signal);
  } finally {
    signal.throwIfAborted();
  }
}
