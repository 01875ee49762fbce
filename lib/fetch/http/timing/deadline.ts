/** How long something may take. */
export interface Deadline {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Waits so long, or until the signal says that it is no longer needed. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Result of the work, unless it takes too long: then `late` says what is thrown. */
export async function withDeadline<T>(work: Promise<T>, deadline: Deadline, late: () => Error): Promise<T> {
  const done = new AbortController();
  const over = deadline.wait(deadline.timeoutMs, done.signal).then(
    () => {
      if (done.signal.aborted) return new Promise<never>(() => {});
      throw late();
    },
    // Not needed any more.
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work, over]);
  } finally {
    done.abort();
  }
}
