import type { AccessBlock, DictionaryEntries, RequestSample } from "../scan/column_block.ts";
import { CountMemory } from "./access/count_memory.ts";
import { ClientTally } from "./access/client_tally.ts";
import { DigestHandshakes } from "./access/digest_handshakes.ts";
import { KeptRequests, type PlacedRequest, type RequestGroup } from "./access/kept_requests.ts";
import { latencyKind } from "./access/latency_kind.ts";
import { RequestCells } from "./access/request_cells.ts";
import { unmarked } from "./access/request_columns.ts";
import { type CountedRequests, RequestCounter } from "./access/request_counter.ts";
import { TRAFFIC } from "./access/request_duty.ts";
import { type RequestFilter, RouteTally } from "./access/route_tally.ts";
import { TrafficSeries } from "./access/traffic_series.ts";
import { AgentTally } from "./agents/agent_tally.ts";
import type { Access } from "./analysis.ts";

/**
 * Counts of HTTP requests. Health probes are counted by route alone. The first half of a Digest handshake is a request
 * with its status, but no error.
 */
export class AccessTally {
  /** Counts by route. */
  readonly routes: RouteTally;
  /** Counts by client. */
  readonly clients: ClientTally;
  /** Counts by agent. */
  readonly agents: AgentTally;
  /** Counts by route, host, time and latency. */
  readonly cells: RequestCells;
  /** Counts by time, and latencies by time and host. */
  readonly traffic: TrafficSeries;
  /** Failed requests, and others that rules ask for. */
  readonly kept: KeptRequests = new KeptRequests();
  /** Requests that were kept whole. */
  readonly samples: PlacedRequest[] = [];
  /** Names of users by id. */
  readonly users: string[] = [""];
  readonly #handshakes = new DigestHandshakes();
  readonly #counter: RequestCounter;
  #groups: readonly RequestGroup[] | null = null;

  /** Starts with nothing; `keeps` tells which requests below status 400 are wanted by {@linkcode groups}. */
  constructor(keeps: RequestFilter = () => false) {
    const memory = new CountMemory({
      latencyKind,
      pairOf: (route, status) => this.routes.pairOf(route, status),
      seriesOf: (route) => this.cells.seriesOf(route),
      takeCounts: () => this.cells.takeCounts(),
      takeBusy: () => this.clients.takeBusy(),
      takeTraffic: (next) => this.traffic.take(next),
      addServer: (row, host) => this.agents.addServer(row, host),
      enterDay: (row, timeMs) => this.agents.enterDay(row, timeMs),
      addLargeOffset: (row, offsetMs) => this.agents.addLargeOffset(row, offsetMs),
    });
    this.routes = new RouteTally(keeps, memory);
    this.cells = new RequestCells(memory);
    this.clients = new ClientTally(memory);
    this.traffic = new TrafficSeries(memory);
    this.agents = new AgentTally(memory);
    this.#counter = new RequestCounter(memory);
  }

  /** Takes new dictionary entries. */
  addEntries({ routes, clients, agents, users }: DictionaryEntries): void {
    for (const user of users) this.users.push(user);
    this.routes.addNames(routes);
    this.clients.addNames(clients);
    this.agents.addEntries(agents);
  }

  /** Takes requests of a member that were kept whole. */
  addSamples(member: number, samples: readonly RequestSample[]): void {
    for (const sample of samples) this.samples.push({ ...sample, member });
  }

  /** Counts the rows of a host (number) that are not marked in `skip`. */
  add(block: AccessBlock, skip: Uint8Array | null, host = 0): void {
    const columns = skip === null ? block : unmarked(block, skip);
    this.traffic.enterHost(host);
    this.cells.enterHost(host, this.routes.names.length);
    this.agents.countOn(host, () => {
      for (const counted of this.#counter.count(columns, host)) {
        this.#handshakes.add(counted.columns, counted.digest, host);
        this.#keepRequests(counted, host);
      }
    });
  }

  /** The counts in the form of the analysis. */
  summary(): Access {
    this.#settle();
    return { routes: this.routes.list(), clients: this.clients.list(), series: this.traffic.list() };
  }

  /** Requests that failed or that rules ask for, by route, method and status; without halves of handshakes. */
  groups(): readonly RequestGroup[] {
    this.#settle();
    return this.#groups ??= this.kept.groups(
      this.routes.names,
      this.samples,
      (agent) => this.agents.rowOf(agent),
    );
  }

  #keepRequests({ columns: { route, status, timeMs, client }, kept }: CountedRequests, host: number): void {
    for (let at = 0; at < kept.length; at += 2) {
      const row = kept[at]! >>> 1;
      this.#keep({
        route: route[row]!,
        status: status[row]!,
        host,
        timeMs: timeMs[row]!,
        client: client[row]!,
        agent: kept[at + 1]!,
        isTraffic: (kept[at]! & TRAFFIC) !== 0,
      });
    }
  }

  #keep({ route, status, host, timeMs, client, agent, isTraffic }: KeptRequest): void {
    if (isTraffic && status >= 400) {
      this.traffic.addError(timeMs, status);
      this.clients.addError(client);
    }
    const caller = this.kept.callerOf(agent, client, this.clients.names);
    this.kept.add(route, status, host, caller, timeMs);
    this.#groups = null;
  }

  /** Decides about refusals, when all files were read. */
  #settle(): void {
    for (const refusal of this.#handshakes.takeRefused()) {
      this.#keep({ ...refusal, status: 401, agent: 0, isTraffic: true });
    }
  }
}

interface KeptRequest {
  readonly route: number;
  readonly status: number;
  readonly host: number;
  readonly timeMs: number;
  readonly client: number;
  readonly agent: number;
  /** Whether it is an error of traffic when it failed. */
  readonly isTraffic: boolean;
}
