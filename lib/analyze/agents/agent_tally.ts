import type { AgentEntry } from "../../scan/column_block.ts";
import { type RequestBatch, TRAFFIC } from "../access/request_batch.ts";
import { resized } from "../resized.ts";
import { AgentTimeline } from "./agent_timeline.ts";
import { type ClockOffsets, OffsetSketches } from "./offset_sketches.ts";
import { ServerDifferences } from "./server_differences.ts";

/** What is counted for one agent of one project, over all hosts. */
export interface AgentRow {
  /** `ah` of its requests. */
  readonly host: string;
  /** Project id. */
  readonly groupId: string | null;
  /** Numbers of the hosts that served it. */
  readonly servers: ReadonlySet<number>;
  /** Requests. */
  readonly requests: number;
  /** Requests answered with 401. */
  readonly unauthorized: number;
  /** First request, epoch milliseconds. */
  readonly firstMs: number;
  /** Last request, epoch milliseconds. */
  readonly lastMs: number;
  /** Its clock minus the access log's. */
  readonly offsets: ClockOffsets;
}

/** What is counted for one entry of the dictionary: a version of an agent. */
interface VersionCounts {
  /** By agent id. */
  readonly requests: Uint32Array;
  readonly unauthorized: Uint32Array;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  /** Number of the last server and 1. */
  readonly lastServer: Uint16Array;
}

/** Counts by agent: agents of all versions that have one name in one project are one. */
export class AgentTally {
  /** How each row's clock differs from each server's. */
  readonly differences: ServerDifferences = new ServerDifferences();
  readonly #offsets = new OffsetSketches();
  readonly #timeline = new AgentTimeline();
  /** Row of the timeline by server, then row; 0: not yet. */
  readonly #places: Uint32Array[] = [];
  #placeCount = 1;
  /** By row. */
  readonly #names: Pick<AgentRow, "host" | "groupId">[] = [{ host: "", groupId: null }];
  readonly #servers: Set<number>[] = [new Set()];
  readonly #ids = new Map<string, number>();
  /** By agent id. */
  readonly #versions: (string | null)[] = [null];
  #rowOf: Uint32Array = new Uint32Array(64);
  #counts: VersionCounts = newCounts(64);
  #rows: AgentRow[] | null = null;

  /** By row; row 0 stands for no agent, and for agents beyond the cap. */
  get rows(): readonly AgentRow[] {
    return this.#rows ??= this.#listRows();
  }

  /** Takes new dictionary entries. */
  addEntries(agents: readonly AgentEntry[]): void {
    for (const { host, version, groupId } of agents) {
      const agent = this.#versions.push(version) - 1;
      if (agent >= this.#rowOf.length) {
        this.#rowOf = resized(this.#rowOf, agent + 1);
        this.#counts = withRoom(this.#counts, this.#rowOf.length);
      }
      this.#rowOf[agent] = host === null ? 0 : this.#rowFor(host, groupId);
    }
    this.#rows = null;
  }

  /** Row of an agent; 0: nobody. */
  rowOf(agent: number): number {
    return this.#rowOf[agent]!;
  }

  /** Counts requests of agents, and tells the row of each; the agent's time is NaN when it does not tell its clock. */
  addBatch({ columns, duty, agentRow, host }: RequestBatch): void {
    const { length, agent, status, timeMs, agentTimeMs } = columns;
    const { requests, unauthorized, firstMs, lastMs, lastServer } = this.#counts;
    const [rowOf, offsets, timeline] = [this.#rowOf, this.#offsets, this.#timeline];
    const places = this.#placesOf(host);
    const differences = this.differences.of(host);
    for (let at = 0; at < length; at++) {
      const id = agent[at]!;
      const row = (duty[at]! & TRAFFIC) === 0 ? 0 : rowOf[id]!;
      agentRow[at] = row;
      if (row === 0) continue;
      const time = timeMs[at]!;
      requests[id]!++;
      if (status[at] === 401) unauthorized[id]!++;
      if (time < firstMs[id]!) firstMs[id] = time;
      if (time > lastMs[id]!) lastMs[id] = time;
      if (lastServer[id] !== host + 1) this.#servers[row]!.add((lastServer[id] = host + 1) - 1);
      if (places[row] === 0) places[row] = this.#newPlace();
      timeline.add(places[row]!, time);
      const offsetMs = agentTimeMs[at]! - time;
      if (Number.isNaN(offsetMs)) continue;
      offsets.add(row, offsetMs);
      differences[row] = offsetMs;
    }
    this.#rows = null;
  }

  /** Width of the stretches that {@linkcode callsOf} tells. */
  get binMs(): number {
    return this.#timeline.binMs;
  }

  /**
   * Starts of the stretches of {@linkcode binMs} in which a row called any server, epoch milliseconds, in order.
   *
   * @param aheadMs How far the clock of a server (number) is ahead; the times are those without it
   */
  callsOf(row: number, aheadMs: (server: number) => number = () => 0): Float64Array {
    const { binMs } = this.#timeline;
    const byServer = this.#places.flatMap((places, server) => {
      const place = places[row] ?? 0;
      const ms = aheadMs(server);
      if (place === 0) return [];
      const bins = this.#timeline.bins(place);
      return [ms === 0 ? bins : bins.map((bin) => Math.floor((bin - ms) / binMs) * binMs)];
    });
    if (byServer.length < 2) return byServer[0] ?? new Float64Array(0);
    const all = new Float64Array(byServer.reduce((sum, { length }) => sum + length, 0));
    let end = 0;
    for (const bins of byServer) {
      all.set(bins, end);
      end += bins.length;
    }
    return all.sort().filter((bin, at) => at === 0 || bin !== all[at - 1]);
  }

  /** Version of the last request, by row. */
  versions(): ReadonlyMap<number, string | null> {
    const { lastMs } = this.#counts;
    const latest = new Map<number, number>();
    for (let agent = 0; agent < this.#versions.length; agent++) {
      const known = latest.get(this.#rowOf[agent]!);
      if (known === undefined || lastMs[agent]! > lastMs[known]!) latest.set(this.#rowOf[agent]!, agent);
    }
    return new Map([...latest].map(([row, agent]) => [row, this.#versions[agent]!]));
  }

  #placesOf(server: number): Uint32Array {
    const places = this.#places[server] ?? new Uint32Array(64);
    const rows = this.#names.length;
    for (let at = this.#places.length; at < server; at++) this.#places[at] = new Uint32Array(0);
    return this.#places[server] = rows > places.length ? resized(places, rows) : places;
  }

  #newPlace(): number {
    this.#timeline.reserve(this.#placeCount + 1);
    return this.#placeCount++;
  }

  #listRows(): AgentRow[] {
    const rows = this.#names.map((name, row) => ({
      ...name,
      servers: this.#servers[row]!,
      requests: 0,
      unauthorized: 0,
      firstMs: Infinity,
      lastMs: -Infinity,
      offsets: this.#offsets.of(row),
    }));
    for (let agent = 0; agent < this.#versions.length; agent++) {
      const row = rows[this.#rowOf[agent]!]!;
      row.requests += this.#counts.requests[agent]!;
      row.unauthorized += this.#counts.unauthorized[agent]!;
      row.firstMs = Math.min(row.firstMs, this.#counts.firstMs[agent]!);
      row.lastMs = Math.max(row.lastMs, this.#counts.lastMs[agent]!);
    }
    return rows;
  }

  #rowFor(host: string, groupId: string | null): number {
    const key = `${host}\0${groupId ?? ""}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const row = this.#names.push({ host, groupId }) - 1;
    this.#ids.set(key, row);
    this.#servers.push(new Set());
    this.#offsets.reserve(row + 1);
    this.differences.reserve(row + 1);
    return row;
  }
}

function newCounts(agents: number): VersionCounts {
  return {
    requests: new Uint32Array(agents),
    unauthorized: new Uint32Array(agents),
    firstMs: new Float64Array(agents).fill(Infinity),
    lastMs: new Float64Array(agents).fill(-Infinity),
    lastServer: new Uint16Array(agents),
  };
}

function withRoom(counts: VersionCounts, agents: number): VersionCounts {
  const larger = newCounts(agents);
  larger.requests.set(counts.requests);
  larger.unauthorized.set(counts.unauthorized);
  larger.firstMs.set(counts.firstMs);
  larger.lastMs.set(counts.lastMs);
  larger.lastServer.set(counts.lastServer);
  return larger;
}
