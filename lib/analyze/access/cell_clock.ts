import { API_CLOCK, type FindingDraft } from "../finding_draft.ts";
import type { AccessFacts } from "./access_facts.ts";
import { CELL_MS } from "./cell_counts.ts";
import { type CellRange, cellsOf } from "./slow_requests.ts";

/** A clock that times are told by. */
export interface OwnClock extends Pick<FindingDraft, "onsetHost"> {
  /** How far it is ahead of the API's, milliseconds. */
  readonly aheadMs: number;
  /** The cells of the span, as it has them. */
  readonly range: CellRange;
}

/**
 * Puts counts of hosts whose clocks differ side by side: cells are moved by whole cells, what remains of the difference is
 * taken off the times that are found in them.
 */
export class CellClock {
  /** The cells of the span, moved. */
  readonly range: CellRange;
  readonly #offsetsMs: readonly number[];
  readonly #hosts: readonly string[];

  /** Takes how far the clocks are ahead. */
  constructor({ tally, span, offsetOf }: Pick<AccessFacts, "tally" | "span" | "offsetOf">) {
    this.#hosts = tally.hosts;
    this.#offsetsMs = tally.hosts.map(offsetOf);
    const shifts = tally.hosts.map((_, host) => this.shiftOf(host));
    this.range = cellsOf({
      startMs: span.startMs - Math.max(0, ...shifts) * CELL_MS,
      endMs: span.endMs - Math.min(0, ...shifts) * CELL_MS,
    });
  }

  /** By so many cells those of a host (number) are moved back. */
  shiftOf(host: number): number {
    return Math.round(this.#offsetsMs[host]! / CELL_MS);
  }

  /** The time by the API's clock of what a host (number) logged. */
  apiMs(host: number, timeMs: number): number {
    return timeMs - this.#offsetsMs[host]!;
  }

  /** The time by the API's clock of a place in moved cells of hosts (numbers). */
  timeOf(hosts: readonly number[], cells: number): number {
    const left = hosts.map((host) => this.#offsetsMs[host]! - this.shiftOf(host) * CELL_MS);
    const meanMs = left.reduce((sum, ms) => sum + ms, 0) / Math.max(1, left.length);
    return Math.round((this.range.first + cells) * CELL_MS - meanMs);
  }

  /** The clock that a finding is told by: its host's when it has one, else the API's. */
  ownClock(hosts: readonly string[]): OwnClock {
    const [host] = hosts;
    if (host === undefined || hosts.length > 1) {
      return { onsetHost: API_CLOCK, aheadMs: 0, range: this.range };
    }
    const number = this.#hosts.indexOf(host);
    const { first, length } = this.range;
    return {
      onsetHost: host,
      aheadMs: this.#offsetsMs[number]!,
      range: { first: first + this.shiftOf(number), length },
    };
  }
}
