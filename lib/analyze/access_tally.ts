import type { AccessBlock, DictionaryEntries, RequestSample } from "../scan/column_block.ts";
import { ClientTally } from "./access/client_tally.ts";
import { DigestHandshakes } from "./access/digest_handshakes.ts";
import { KeptRequests, type PlacedRequest, type RequestGroup } from "./access/kept_requests.ts";
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
  /** Failed requests, and others that rules ask for. */
  readonly kept: KeptRequests = new KeptRequests();
  /** Requests that were kept whole. */
  readonly samples: PlacedRequest[] = [];
  readonly #series = new TrafficSeries();
  readonly #handshakes = new DigestHandshakes();
  #groups: readonly RequestGroup[] | null = null;

  /** Starts with nothing; `keeps` tells which requests below status 400 are wanted by {@linkcode groups}. */
  constructor(keeps: RequestFilter = () => false) {
    this.routes = new RouteTally(keeps);
  }

  /** Takes new dictionary entries. */
  addEntries({ routes, clients, agents }: DictionaryEntries): void {
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
    for (let row = 0; row < block.length; row++) {
      if (skip === null || skip[row] !== 1) this.#addRow(block, row, host);
    }
  }

  /** The counts in the form of the analysis. */
  summary(): Access {
    this.#settle();
    return { routes: this.routes.list(), clients: this.clients.list(), series: this.#series.list() };
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

  #addRow(block: AccessBlock, row: number, host: number): void {
    const routeId = block.route[row]!;
    const status = block.status[row]!;
    const timeMs = block.timeMs[row]!;
    const latencyMs = block.latencyMs[row]!;
    const client = block.client[row]!;
    const route = this.routes.counts[routeId]!;
    const counted = this.routes.statusOf(routeId, status);
    counted.count++;
    route.count++;
    route.responseBytes += block.responseBytes[row]!;
    if (latencyMs >= 0) route.latency.add(latencyMs);
    this.cells.add(routeId, host, timeMs, latencyMs);
    if (route.kind === "health") {
      if (counted.isKept) this.#keep({ route: routeId, status, host, timeMs, client, agent: 0 });
      return;
    }
    this.clients.add(client, host, timeMs);
    this.#series.add(timeMs, latencyMs);
    const agent = this.#addAgent(block, row, host);
    // Agents do not use Digest: what they are refused is an error at once.
    if (agent === 0 && route.kind !== "agent") {
      const request = block.request[row]!;
      if (status === 401) {
        return this.#handshakes.addRefusal({ timeMs, route: routeId, client, host, request });
      }
      this.#handshakes.addAnswer(timeMs, client, request);
    }
    if (counted.isKept) this.#keepCounted({ route: routeId, status, host, timeMs, client, agent });
  }

  /** Row of the agent; 0: none. */
  #addAgent(block: AccessBlock, row: number, host: number): number {
    const agent = block.agent[row]!;
    const agentRow = agent === 0 ? 0 : this.agents.rowOf(agent);
    if (agentRow > 0) {
      this.agents.add(agent, host, block.status[row]!, block.timeMs[row]!, block.agentTimeMs[row]!);
    }
    return agentRow;
  }

  #keepCounted(request: KeptRequest): void {
    if (request.status >= 400) {
      this.#series.addError(request.timeMs, request.status);
      this.clients.addError(request.client);
    }
    this.#keep(request);
  }

  #keep({ route, status, host, timeMs, client, agent }: KeptRequest): void {
    const caller = this.kept.callerOf(agent, client, this.clients.names);
    this.kept.add(route, status, host, caller, timeMs);
    this.#groups = null;
  }

  /** Decides about refusals, when all files were read. */
  #settle(): void {
    for (const refusal of this.#handshakes.takeRefused()) {
      this.#keepCounted({ ...refusal, status: 401, agent: 0 });
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
}
