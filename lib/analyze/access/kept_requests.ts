import type { RequestSample } from "../../scan/column_block.ts";
import { BIN_MS, type SeriesPart, SeriesStore } from "../series_store.ts";
import type { RouteName } from "./route_tally.ts";

/** Who sent a request: an agent, or the address it came from. */
export interface Caller {
  /** Address; null: an agent, or beyond the cap. */
  readonly client: string | null;
  /** Number of the agent's row; 0: no agent. */
  readonly agent: number;
}

/** A kept request and the file it is in. */
export interface PlacedRequest extends RequestSample {
  /** Number of the member. */
  readonly member: number;
}

/** Requests of one method, route and status with their times. */
export interface RequestGroup extends RouteName {
  /** HTTP status. */
  readonly status: number;
  /** Counts by host; `template` is of no use, `scope` is the number of the caller. */
  readonly parts: readonly SeriesPart[];
  /** Kept requests of it, in time order. */
  readonly samples: readonly PlacedRequest[];
}

const MAX_IDS = 65_535;
const UNKNOWN: Caller = { client: null, agent: 0 };

/**
 * Requests whose times are kept: all that failed, and those that rules ask for. Counted by route and status, host, caller
 * and time; beyond the caps route or caller are no longer told apart.
 */
export class KeptRequests {
  /** By caller number. */
  readonly callers: Caller[] = [UNKNOWN];
  readonly #series = new SeriesStore();
  readonly #pairs: { route: number; status: number }[] = [];
  readonly #pairIds = new Map<number, number>();
  readonly #callerIds = new Map<number, number>();

  /** Counts a request of a route (id) on a host (number) by a caller (number). */
  add(route: number, status: number, host: number, caller: number, timeMs: number): void {
    this.#series.add(this.#pairOf(route, status), host, caller, timeMs);
  }

  /** Number of the agent (row) or, when that is 0, of the client (id). */
  callerOf(agent: number, client: number, names: readonly string[]): number {
    const key = callerKey(agent, client);
    const known = key === 0 ? 0 : this.#callerIds.get(key);
    if (known !== undefined) return known;
    if (this.callers.length > MAX_IDS) return 0;
    this.#callerIds.set(key, this.callers.length);
    return this.callers.push({ client: agent > 0 ? null : names[client]!, agent }) - 1;
  }

  /** All groups, with the kept requests that are theirs; routes of one name together. */
  groups(
    names: readonly RouteName[],
    samples: readonly PlacedRequest[],
    rowOf: (agent: number) => number,
  ): RequestGroup[] {
    const keyOf = ({ route, status }: { route: number; status: number }) =>
      `${status} ${names[route]!.method} ${names[route]!.route}`;
    const samplesBy = Map.groupBy(samples, keyOf);
    const partsBy = Map.groupBy(this.#series.parts(), ({ template }) => keyOf(this.#pairs[template]!));
    return [...partsBy].map(([key, parts]) => {
      const { route, status } = this.#pairs[parts[0]!.template]!;
      const own = samplesBy.get(key) ?? [];
      const counted = status === 401 ? this.#counted(parts, own, rowOf) : own;
      return { ...names[route]!, status, parts, samples: counted.toSorted((a, b) => a.timeMs - b.timeMs) };
    }).sort((a, b) => keyText(a) < keyText(b) ? -1 : 1);
  }

  /** The requests that were counted: halves of handshakes were not. */
  #counted(
    parts: readonly SeriesPart[],
    samples: readonly PlacedRequest[],
    rowOf: (agent: number) => number,
  ): PlacedRequest[] {
    const counted = new Set<number>();
    for (const { scope, forEach } of parts) {
      forEach((binMs) => counted.add(binMs / BIN_MS * (MAX_IDS + 1) + scope));
    }
    return samples.filter(({ agent, client, timeMs }) => {
      const caller = this.#callerIds.get(callerKey(rowOf(agent), client)) ?? 0;
      return counted.has(Math.floor(timeMs / BIN_MS) * (MAX_IDS + 1) + caller);
    });
  }

  #pairOf(route: number, status: number): number {
    const key = route * 1024 + status;
    const known = this.#pairIds.get(key);
    if (known !== undefined) return known;
    if (this.#pairs.length >= MAX_IDS - 1024 && route !== 0) return this.#pairOf(0, status);
    this.#pairIds.set(key, this.#pairs.length);
    return this.#pairs.push({ route, status }) - 1;
  }
}

/** Agents below zero: ids of clients are above it. */
function callerKey(agent: number, client: number): number {
  return agent > 0 ? -agent : client;
}

function keyText({ route, method, status }: RequestGroup): string {
  return `${route} ${method} ${status}`;
}
