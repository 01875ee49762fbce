import type { AgentEntry } from "../../scan/column_block.ts";
import { AgentTimeline } from "./agent_timeline.ts";
import { OffsetSketch } from "./offset_sketch.ts";

/** What is counted for one agent of one project, over all hosts. */
export interface AgentRow {
  /** `ah` of its requests. */
  readonly host: string;
  /** Project id. */
  readonly groupId: string | null;
  /** Numbers of the hosts that served it. */
  readonly servers: Set<number>;
  /** The one of them that was counted last. */
  lastServer: number;
  /** Requests. */
  requests: number;
  /** Requests answered with 401. */
  unauthorized: number;
  /** First request, epoch milliseconds. */
  firstMs: number;
  /** Last request, epoch milliseconds. */
  lastMs: number;
  /** Its clock minus the access log's. */
  readonly offsets: OffsetSketch;
}

interface VersionedEntry {
  readonly row: number;
  readonly version: string | null;
  lastMs: number;
}

/** Counts by agent: agents of all versions that have one name in one project are one. */
export class AgentTally {
  /** By row; row 0 stands for no agent, and for agents beyond the cap. */
  readonly rows: AgentRow[] = [newRow("", null)];
  /** When each row called. */
  readonly timeline: AgentTimeline = new AgentTimeline();
  /** By agent id. */
  readonly #entries: VersionedEntry[] = [{ row: 0, version: null, lastMs: -Infinity }];
  readonly #ids = new Map<string, number>();

  /** Takes new dictionary entries. */
  addEntries(agents: readonly AgentEntry[]): void {
    for (const { host, version, groupId } of agents) {
      const row = host === null ? 0 : this.#rowFor(host, groupId);
      this.#entries.push({ row, version, lastMs: -Infinity });
    }
  }

  /** Row of an agent; 0: nobody. */
  rowOf(agent: number): number {
    return this.#entries[agent]!.row;
  }

  /** Counts a request of an agent that has a row; `agentTimeMs` is NaN when it does not tell its clock. */
  add(agent: number, host: number, status: number, timeMs: number, agentTimeMs: number): void {
    const entry = this.#entries[agent]!;
    const row = this.rows[entry.row]!;
    row.requests++;
    if (status === 401) row.unauthorized++;
    if (timeMs < row.firstMs) row.firstMs = timeMs;
    if (timeMs > row.lastMs) row.lastMs = timeMs;
    if (timeMs > entry.lastMs) entry.lastMs = timeMs;
    if (host !== row.lastServer) row.servers.add(row.lastServer = host);
    this.timeline.add(entry.row, timeMs);
    if (!Number.isNaN(agentTimeMs)) row.offsets.add(agentTimeMs - timeMs);
  }

  /** Version of the last request, by row. */
  versions(): ReadonlyMap<number, string | null> {
    const latest = new Map<number, VersionedEntry>();
    for (const entry of this.#entries) {
      const known = latest.get(entry.row);
      if (known === undefined || entry.lastMs > known.lastMs) latest.set(entry.row, entry);
    }
    return new Map([...latest].map(([row, { version }]) => [row, version]));
  }

  #rowFor(host: string, groupId: string | null): number {
    const key = `${host}\0${groupId ?? ""}`;
    let row = this.#ids.get(key);
    if (row === undefined) {
      row = this.rows.push(newRow(host, groupId)) - 1;
      this.#ids.set(key, row);
    }
    return row;
  }
}

function newRow(host: string, groupId: string | null): AgentRow {
  return {
    host,
    groupId,
    servers: new Set(),
    lastServer: -1,
    requests: 0,
    unauthorized: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    offsets: new OffsetSketch(),
  };
}
