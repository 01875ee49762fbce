import type { SearchMemory } from "./search_memory.ts";
import type { SearchTask } from "./search_tasks.ts";

/** Tasks from the first free one on among which one is chosen. */
const LOOK_AHEAD = 16;
/** A worker that takes longer for a task has died. */
const MAX_TASK_MS = 5000;
/** States of a task. */
const FREE = 0;
const TAKEN = 1;
const DONE = 2;
/** Of the log file of a task: searched by who asks, by nobody yet, by another. */
const OWN = 0;
const NOBODYS = 1;
const FOREIGN = 2;

/**
 * Gives tasks to threads, in their order as far as possible; each has a board over the same memory. Who searched a log file
 * goes on in it: inflating begins again at a seek point otherwise, some MiB before.
 */
export class TaskBoard {
  readonly #tasks: readonly SearchTask[];
  readonly #states: Int32Array;
  readonly #owners: Int32Array;
  #firstFree = 0;

  /** Takes what all threads have. */
  constructor(tasks: readonly SearchTask[], { states, owners }: Pick<SearchMemory, "states" | "owners">) {
    this.#tasks = tasks;
    this.#states = states;
    this.#owners = owners;
  }

  /** Takes a task for a thread; null: none is free. */
  take(thread: number): number | null {
    for (let task = this.#choose(thread); task !== null; task = this.#choose(thread)) {
      if (Atomics.compareExchange(this.#states, task, FREE, TAKEN) !== FREE) continue;
      Atomics.store(this.#owners, this.#tasks[task]!.member, thread + 1);
      return task;
    }
    return null;
  }

  /** Says that a task is over. */
  finish(task: number): void {
    Atomics.store(this.#states, task, DONE);
    Atomics.notify(this.#states, task);
  }

  /** Whether somebody has yet to do, or to finish, a task. */
  isOpen(task: number): boolean {
    return Atomics.load(this.#states, task) !== DONE;
  }

  /** Waits for the end of a task that another thread has; not for one that nobody has. */
  waitFor(task: number): void {
    Atomics.wait(this.#states, task, TAKEN, MAX_TASK_MS);
  }

  #choose(thread: number): number | null {
    while (this.#firstFree < this.#tasks.length && !this.#isFree(this.#firstFree)) this.#firstFree++;
    const first: (number | null)[] = [null, null, null];
    let seen = 0;
    for (let task = this.#firstFree; task < this.#tasks.length && seen < LOOK_AHEAD; task++) {
      if (!this.#isFree(task)) continue;
      seen++;
      const owner = Atomics.load(this.#owners, this.#tasks[task]!.member);
      first[owner === 0 ? NOBODYS : owner === thread + 1 ? OWN : FOREIGN] ??= task;
    }
    return first[OWN] ?? first[NOBODYS] ?? first[FOREIGN] ?? null;
  }

  #isFree(task: number): boolean {
    return Atomics.load(this.#states, task) === FREE;
  }
}
