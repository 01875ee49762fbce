import type { LogTally } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

const STEP_MINUTES = 10;
const MINUTE_MS = 60_000;
/** A step with more records than so many times the usual ones counts as that: a flood is no progress. */
const MAX_FACTOR = 2;

/**
 * Tells time by the work that hosts logged: nights, and times whose logs are not there, hardly count. What is rare in
 * proportion to the work is rarer still at night, and what a host logs whose files begin late begins late too.
 */
export class WorkClock {
  /** Work before each step, by host. */
  readonly #sums = new Map<string, Float64Array>();
  readonly #from: number;

  /** Looks at the activity of application logs and their like in a span. */
  constructor(tally: Pick<LogTally, "activity">, { startMs, endMs }: LogSpan) {
    this.#from = Math.floor(startMs / MINUTE_MS);
    const length = Math.floor((Math.floor(endMs / MINUTE_MS) - this.#from) / STEP_MINUTES) + 1;
    const logs = [...tally.activity.values()].filter(({ category }) => category !== "http_access");
    for (const [host, own] of Map.groupBy(logs, (log) => log.host)) {
      const counts = new Float64Array(length);
      for (const { minutes } of own) {
        minutes.forEach((count, minute) => {
          const step = Math.floor((minute - this.#from) / STEP_MINUTES);
          if (step >= 0 && step < length) counts[step]! += count;
        });
      }
      this.#sums.set(host, sumsOf(counts));
    }
  }

  /** Share of the work of some hosts that was done before a time, 0 to 1; 1 of hosts without any. */
  shareBefore(hosts: Iterable<string>, timeMs: number): number {
    let [done, all] = [0, 0];
    for (const host of hosts) {
      const sums = this.#sums.get(host);
      if (sums === undefined) continue;
      const steps = Math.max(0, (timeMs / MINUTE_MS - this.#from) / STEP_MINUTES);
      const at = Math.min(Math.floor(steps), sums.length - 2);
      done += sums[at]! + (sums[at + 1]! - sums[at]!) * Math.min(1, steps - at);
      all += sums.at(-1)!;
    }
    return all === 0 ? 1 : done / all;
  }
}

function sumsOf(counts: Float64Array): Float64Array {
  const usual = counts.filter((count) => count > 0).sort();
  const most = MAX_FACTOR * (usual[usual.length >> 1] ?? 0);
  const sums = new Float64Array(counts.length + 1);
  counts.forEach((count, at) => sums[at + 1] = sums[at]! + Math.min(count, most));
  return sums;
}
