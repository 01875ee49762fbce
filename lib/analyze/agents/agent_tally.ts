import type { Diagnostic } from "../../errors.ts";
import type { AgentEntry } from "../../scan/column_block.ts";
import type { CountMemory } from "../access/count_memory.ts";
import { AgentTimeline, DAY_MS } from "./agent_timeline.ts";
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

/** Doubles, words and their order of an agent: see `assembly/places.as.ts`. */
const AGENT_DOUBLES = 4;
const AGENT_WORDS = 8;
const REQUESTS = 4;
const UNAUTHORIZED = 5;
const ROW = 6;
/** Row of the timeline of agents that it does not tell. */
const NOWHERE = 0;

/** Counts by agent: agents of all versions that have one name in one project are one. */
export class AgentTally {
  /** How each row's clock differs from each server's. */
  readonly differences: ServerDifferences = new ServerDifferences();
  readonly #memory: CountMemory;
  readonly #offsets: OffsetSketches;
  readonly #timeline: AgentTimeline;
  /** First byte of the timeline. */
  readonly #wordsAt: number;
  /** Row of the timeline by row and server. */
  readonly #places = new Map<number, number>();
  /** By row. */
  readonly #names: Pick<AgentRow, "host" | "groupId">[] = [{ host: "", groupId: null }];
  readonly #servers: Set<number>[] = [new Set()];
  readonly #ids = new Map<string, number>();
  /** By agent id. */
  readonly #versions: (string | null)[] = [];
  readonly #times: Float64Array;
  readonly #words: Uint32Array;
  /** By row, of the server that is counted: the day of the last call, where its words are, the last difference. */
  readonly #days: Float64Array;
  readonly #dayWords: Uint32Array;
  readonly #differences: Float32Array;
  #server = 0;
  #rows: AgentRow[] | null = null;

  /** Starts with nothing. */
  constructor(memory: CountMemory) {
    this.#memory = memory;
    this.#offsets = new OffsetSketches(memory);
    this.#timeline = new AgentTimeline(memory.view(Uint32Array, "WORDS", memory.at("MAX_WORDS")));
    this.#wordsAt = memory.at("WORDS");
    this.#times = memory.view(Float64Array, "AGENT_TABLE");
    this.#words = memory.view(Uint32Array, "AGENT_TABLE");
    this.#days = memory.view(Float64Array, "DAYS", memory.at("MAX_AGENTS"));
    this.#dayWords = memory.view(Uint32Array, "DAY_WORDS", memory.at("MAX_AGENTS"));
    this.#differences = memory.view(Float32Array, "DIFFERENCES", memory.at("MAX_AGENTS"));
    this.#addAgent(null, 0);
  }

  /** By row; row 0 stands for no agent, and for agents beyond the cap. */
  get rows(): readonly AgentRow[] {
    return this.#rows ??= this.#listRows();
  }

  /** Takes new dictionary entries. */
  addEntries(agents: readonly AgentEntry[]): void {
    for (const { host, version, groupId } of agents) {
      this.#addAgent(version, host === null ? 0 : this.#rowFor(host, groupId));
    }
    this.#rows = null;
  }

  /** Row of an agent; 0: nobody. */
  rowOf(agent: number): number {
    return this.#words[agent * AGENT_WORDS + ROW]!;
  }

  /** Lets `count` count requests to a server (number). */
  countOn(server: number, count: () => void): void {
    this.#rows = null;
    if (server !== this.#server) this.#forgetDays();
    this.#server = server;
    // Where it is counted there is room for as many as a scan tells; the other table grows by twice as many.
    const differences = this.differences.of(server).subarray(0, this.#differences.length);
    const counted = this.#differences.subarray(0, differences.length);
    counted.set(differences);
    count();
    differences.set(counted);
  }

  /** Takes note that a server (number) serves a row: see `assembly/env.as.ts`. */
  addServer(row: number, server: number): void {
    this.#servers[row]!.add(server);
  }

  /** Counts a large difference of clocks: see `assembly/env.as.ts`. */
  addLargeOffset(row: number, offsetMs: number): void {
    this.#offsets.addLarge(row, offsetMs);
  }

  /** Puts the day of a time, and where its words are, where they are looked for: see `assembly/env.as.ts`. */
  enterDay(row: number, timeMs: number): void {
    const words = this.#timeline.wordsOf(this.#placeOf(row), timeMs);
    const { timelineShift } = this.#memory.exports;
    if (timelineShift.value !== this.#timeline.shift) {
      timelineShift.value = this.#timeline.shift;
      this.#forgetDays();
    }
    this.#days[row] = Math.floor(timeMs / DAY_MS) * DAY_MS;
    this.#dayWords[row] = this.#wordsAt + 4 * words;
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
    const byServer = [...this.#servers[row]!].map((server) => {
      const bins = this.#timeline.bins(this.#places.get(placeKey(row, server)) ?? NOWHERE);
      const ms = aheadMs(server);
      return ms === 0 ? bins : bins.map((bin) => Math.floor((bin - ms) / binMs) * binMs);
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

  /** Says what was beyond a limit. */
  diagnostics(input: string): Diagnostic[] {
    return !this.#timeline.hasLeftOut ? [] : [{
      code: "limit.agents",
      severity: "warning",
      message:
        "Cannot tell when some agents called: there are more agents, hosts and days of calls than memory for them",
      input,
    }];
  }

  /** Version of the last request, by row. */
  versions(): ReadonlyMap<number, string | null> {
    const lastMs = (agent: number) => this.#times[agent * AGENT_DOUBLES + 1]!;
    const latest = new Map<number, number>();
    for (let agent = 0; agent < this.#versions.length; agent++) {
      const known = latest.get(this.rowOf(agent));
      if (known === undefined || lastMs(agent) > lastMs(known)) latest.set(this.rowOf(agent), agent);
    }
    return new Map([...latest].map(([row, agent]) => [row, this.#versions[agent]!]));
  }

  #addAgent(version: string | null, row: number): void {
    const agent = this.#versions.push(version) - 1;
    this.#times.set([Infinity, -Infinity], agent * AGENT_DOUBLES);
    this.#words[agent * AGENT_WORDS + ROW] = row;
  }

  #placeOf(row: number): number {
    const key = placeKey(row, this.#server);
    const known = this.#places.get(key);
    if (known !== undefined || this.#timeline.isFull) return known ?? NOWHERE;
    const place = this.#places.size + 1;
    this.#places.set(key, place);
    return place;
  }

  /** Whoever counts asks again for the days of all rows. */
  #forgetDays(): void {
    this.#days.fill(0, 0, this.#names.length);
    this.#dayWords.fill(0, 0, this.#names.length);
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
      const row = rows[this.rowOf(agent)]!;
      row.requests += this.#words[agent * AGENT_WORDS + REQUESTS]!;
      row.unauthorized += this.#words[agent * AGENT_WORDS + UNAUTHORIZED]!;
      row.firstMs = Math.min(row.firstMs, this.#times[agent * AGENT_DOUBLES]!);
      row.lastMs = Math.max(row.lastMs, this.#times[agent * AGENT_DOUBLES + 1]!);
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
    this.differences.reserve(row + 1);
    return row;
  }
}

function placeKey(row: number, server: number): number {
  return server * 2 ** 16 + row;
}
