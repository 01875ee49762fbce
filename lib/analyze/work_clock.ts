import { firstIndex } from "./first_index.ts";
import type { LogTally } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

const STEP_MINUTES = 10;
const MINUTE_MS = 60_000;
/** A step with more records than so many times the usual ones counts as that: a flood is no progress. */
const MAX_FACTOR = 2;

/** The work of a host: only of steps with any, which an archive may spread over centuries. */
interface HostWork {
  /** Number of the step, ascending. */
  readonly steps: Float64Array;
  /** Work before each of them, and in the end all. */
  readonly sums: Float64Array;
}

/**
 * Tells time by the work that hosts logged: nights, and times whose logs are not there, hardly count. What is rare in
 * proportion to the work is rarer still at night, and what a host logs whose files begin late begins late too.
 */
export class WorkClock {
  readonly #hosts = new Map<string, HostWork>();
  readonly #from: number;
  /** Number of the last step of the span. */
  readonly #last: number;

  /** Looks at the activity of application logs and their like in a span. */
  constructor(tally: Pick<LogTally, "activity">, { startMs, endMs }: LogSpan) {
    this.#from = Math.floor(startMs / MINUTE_MS);
    this.#last = this.#stepOf(Math.floor(endMs / MINUTE_MS));
    const logs = [...tally.activity.values()].filter(({ category }) => category !== "http_access");
    for (const [host, own] of Map.groupBy(logs, (log) => log.host)) {
      const counts = new Map<number, number>();
      for (const { minutes } of own) {
        minutes.forEach((count, minute) => {
          const step = this.#stepOf(minute);
          if (step >= 0 && step <= this.#last) counts.set(step, (counts.get(step) ?? 0) + count);
        });
      }
      this.#hosts.set(host, workOf(counts));
    }
  }

  /** Share of the work of some hosts that was done before a time, 0 to 1; 1 of hosts without any. */
  shareBefore(hosts: Iterable<string>, timeMs: number): number {
    const time = Math.max(0, (timeMs / MINUTE_MS - this.#from) / STEP_MINUTES);
    const step = Math.min(Math.floor(time), this.#last);
    let [done, all] = [0, 0];
    for (const host of hosts) {
      const work = this.#hosts.get(host);
      if (work === undefined) continue;
      const { steps, sums } = work;
      const at = firstIndex(steps.length, (index) => steps[index]! < step);
      const next = steps[at] === step ? at + 1 : at;
      done += sums[at]! + (sums[next]! - sums[at]!) * Math.min(1, time - step);
      all += sums.at(-1)!;
    }
    return all === 0 ? 1 : done / all;
  }

  #stepOf(minute: number): number {
    return Math.floor((minute - this.#from) / STEP_MINUTES);
  }
}

function workOf(counts: ReadonlyMap<number, number>): HostWork {
  const usual = Float64Array.from(counts.values()).sort();
  const most = MAX_FACTOR * (usual[usual.length >> 1] ?? 0);
  const steps = Float64Array.from(counts.keys()).sort();
  const sums = new Float64Array(steps.length + 1);
  steps.forEach((step, at) => sums[at + 1] = sums[at]! + Math.min(counts.get(step)!, most));
  return { steps, sums };
}
