/** How far a case is that is being made. */
export type CaseProgress =
  | {
    /** Discriminates. */
    readonly kind: "progress";
    /** `reading` the inputs, `analyzing` what was read and writing it, `opening` the case. */
    readonly phase: "reading" | "analyzing" | "opening";
    /** Bytes read of the inputs, as stored. */
    readonly doneBytes: number;
    /** Bytes there are; null when that is not known. */
    readonly totalBytes: number | null;
  }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string; readonly remedy: string };

/** Whoever watches is not told more often, while the phase is the same. */
const TELL_EVERY_MS = 200;

/** Where those who wait see how far it is. */
export class ProgressBoard {
  readonly #now: () => number;
  readonly #watchers = new Set<(progress: CaseProgress) => void>();
  #progress: CaseProgress = { kind: "progress", phase: "reading", doneBytes: 0, totalBytes: null };
  #told: CaseProgress = this.#progress;
  #toldMs = -Infinity;

  /** Takes a clock, milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How far it is. */
  get progress(): CaseProgress {
    return this.#progress;
  }

  /** Says how far it is. */
  tell(progress: CaseProgress): void {
    this.#progress = progress;
    const isSamePhase = progress.kind === "progress" && this.#told.kind === "progress" &&
      progress.phase === this.#told.phase;
    const nowMs = this.#now();
    if (isSamePhase && nowMs - this.#toldMs < TELL_EVERY_MS) return;
    this.#told = progress;
    this.#toldMs = nowMs;
    for (const watcher of this.#watchers) watcher(progress);
  }

  /** Calls the watcher when there is something new, until the function it gives back is called. */
  watch(watcher: (progress: CaseProgress) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}
