import type { AccessBlock, DictionaryEntries, RequestSample } from "../scan/column_block.ts";
import { ClientTally } from "./access/client_tally.ts";
import { DigestHandshakes } from "./access/digest_handshakes.ts";
import { KeptRequests, type PlacedRequest, type RequestGroup } from "./access/kept_requests.ts";
import { KEPT, RequestBatch, TRAFFIC } from "./access/request_batch.ts";
import { RequestCells } from "./access/request_cells.ts";
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
  readonly clients: ClientTally = new ClientTally();
  /** Counts by agent. */
  readonly agents: AgentTally = new AgentTally();
  /** Counts by route, host, time and latency. */
  readonly cells: RequestCells = new RequestCells();
  /** Counts by time, and latencies by time and host. */
  readonly traffic: TrafficSeries = new TrafficSeries();
  /** Failed requests, and others that rules ask for. */
  readonly kept: KeptRequests = new KeptRequests();
  /** Requests that were kept whole. */
  readonly samples: PlacedRequest[] = [];
  /** Names of users by id. */
  readonly users: string[] = [""];
  readonly #handshakes = new DigestHandshakes();
  readonly #batch = new RequestBatch();
  #groups: readonly RequestGroup[] | null = null;

  /** Starts with nothing; `keeps` tells which requests below status 400 are wanted by {@linkcode groups}. */
  constructor(keeps: RequestFilter = () => false) {
    this.routes = new RouteTally(keeps);
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

  /** Counts the rows of a host (number) that are not marked in `skip`; one count after the other, each in its own arrays. */
  add(block: AccessBlock, skip: Uint8Array | null, host = 0): void {
    const batch = this.#batch;
    batch.fill(block, skip, host);
    // The first two tell the others what is to be done with a request, handshakes take some away from those kept.
    this.routes.addBatch(batch);
    this.agents.addBatch(batch);
    this.cells.addBatch(batch);
    this.clients.addBatch(batch);
    this.traffic.addBatch(batch);
    this.#handshakes.addBatch(batch);
    this.#keepBatch(batch);
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

  #keepBatch({ columns, duty, agentRow, host }: RequestBatch): void {
    const { length, route, status, timeMs, client } = columns;
    for (let row = 0; row < length; row++) {
      if ((duty[row]! & KEPT) === 0) continue;
      this.#keep({
        route: route[row]!,
        status: status[row]!,
        host,
        timeMs: timeMs[row]!,
        client: client[row]!,
        agent: agentRow[row]!,
        isTraffic: (duty[row]! & TRAFFIC) !== 0,
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
