/** A clock that only waiting moves. */
export interface FakeClock {
  readonly now: () => number;
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Every wait so far, milliseconds. */
  readonly waits: number[];
}

/** 2026-11-22T05:00:00Z */
export const START_MS = 1_795_323_600_000;

/** Makes a clock whose waits are over at once, and move it. */
export function fakeClock(): FakeClock {
  let nowMs = START_MS;
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    delay: (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

/** Waits until it is not needed any more, or for ever. */
export function endlessWait(_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
