import type { OffsetOf } from "../coverage.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";

const MINUTE_MS = 60_000;

/** In which minutes the access logs that would show an agent were written. */
export interface LitMinutes {
  /** Minute of the last request, since the epoch; the first minute of the span when there is none. */
  readonly last: number;
  /** Lit minutes in a range, end exclusive. */
  readonly between: (fromMinute: number, toMinute: number) => number;
}

/**
 * Tells in which minutes a set of servers logged requests. An access log that ends early, stops, is empty before 8.0.25
 * or lacks a file shows no agent either: in the dark nobody is silent. A minute is lit when at least half of the servers
 * that ever served the agent logged something.
 */
export class AccessLight {
  readonly #minutes = new Map<string, ReadonlyMap<number, number>[]>();
  readonly #known = new Map<string, LitMinutes>();
  readonly #tally: LogTally;
  readonly #offsetOf: OffsetOf;
  readonly #from: number;
  readonly #length: number;

  /** Looks at the activity of access logs in a span, on the clock that hosts are ahead of by `offsetOf`. */
  constructor(tally: LogTally, { startMs, endMs }: LogSpan, offsetOf: OffsetOf = () => 0) {
    this.#tally = tally;
    this.#offsetOf = offsetOf;
    this.#from = Math.floor(startMs / MINUTE_MS);
    this.#length = Math.floor(endMs / MINUTE_MS) - this.#from + 1;
    for (const { host, category, minutes } of tally.activity.values()) {
      if (category !== "http_access") continue;
      const own = this.#minutes.get(host) ?? [];
      this.#minutes.set(host, [...own, minutes]);
    }
  }

  /** The light of a set of servers (host numbers). */
  of(servers: ReadonlySet<number>): LitMinutes {
    const key = [...servers].sort((a, b) => a - b).join(" ");
    let light = this.#known.get(key);
    if (light === undefined) this.#known.set(key, light = this.#lightOf([...servers]));
    return light;
  }

  #lightOf(servers: readonly number[]): LitMinutes {
    const lit = this.#litOn(servers);
    const least = Math.max(1, servers.length / 2);
    const sums = new Uint32Array(this.#length + 1);
    let last = 0;
    for (let at = 0; at < this.#length; at++) {
      sums[at + 1] = sums[at]!;
      if (lit[at]! < least) continue;
      sums[at + 1]!++;
      last = at;
    }
    const sumAt = (minute: number) => sums[Math.max(0, Math.min(minute - this.#from, this.#length))]!;
    return {
      last: this.#from + last,
      between: (fromMinute, toMinute) => Math.max(0, sumAt(toMinute) - sumAt(fromMinute)),
    };
  }

  /** On how many servers each minute is lit. */
  #litOn(servers: readonly number[]): Uint16Array {
    const lit = new Uint16Array(this.#length);
    // One server may have several logs: of each minute, the last server that lit it, counted from 1.
    const litBy = new Uint16Array(this.#length);
    servers.forEach((server, at) => {
      const host = this.#tally.hosts[server]!;
      const from = this.#from + Math.round(this.#offsetOf(host) / MINUTE_MS);
      for (const minutes of this.#minutes.get(host) ?? []) {
        minutes.forEach((_count, minute) => {
          const place = minute - from;
          if (place < 0 || place >= lit.length || litBy[place] === at + 1) return;
          litBy[place] = at + 1;
          lit[place]!++;
        });
      }
    });
    return lit;
  }
}
