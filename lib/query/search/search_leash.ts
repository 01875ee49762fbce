/** What a worker that searches shares with who reads what it finds: how far it may run ahead, and when it is to stop. */
export interface SearchLeash {
  /** Reports with rows that it may tell; the place after it: whether to stop. */
  readonly words: Int32Array;
}

/** Reports with rows that a worker may be ahead. */
const REPORTS_AHEAD = 8;
const CREDIT = 0;
const STOP = 1;

/** Makes one. */
export function searchLeash(): SearchLeash {
  const words = new Int32Array(new SharedArrayBuffer(8));
  Atomics.store(words, CREDIT, REPORTS_AHEAD);
  return { words };
}

/** Says that a report with rows was read. */
export function giveCredit({ words }: SearchLeash): void {
  Atomics.add(words, CREDIT, 1);
  Atomics.notify(words, CREDIT);
}

/** Waits until a report with rows may be told. */
export function takeCredit({ words }: SearchLeash): void {
  Atomics.wait(words, CREDIT, 0);
  Atomics.sub(words, CREDIT, 1);
}

/** Tells the worker to stop, also when it waits. */
export function pullBack(leash: SearchLeash): void {
  Atomics.store(leash.words, STOP, 1);
  giveCredit(leash);
}

/** Whether the worker is to stop. */
export function isPulledBack({ words }: SearchLeash): boolean {
  return Atomics.load(words, STOP) === 1;
}
