import type { CountMemory } from "./count_memory.ts";
import { LATENCY_KINDS } from "./latency_kind.ts";
import { type RequestColumns, stretchOf } from "./request_columns.ts";

/** Requests that were counted, and which of them more is to be done with. */
export interface CountedRequests {
  /** All of them. */
  readonly columns: RequestColumns;
  /** Those whose times are kept, two words each: twice the row, and 1 more when it is traffic; the row of the agent. */
  readonly kept: Uint32Array;
  /** Rows of people and tools, which may use Digest. */
  readonly digest: Uint32Array;
}

/** Puts columns where they are counted. */
export class RequestCounter {
  readonly #memory: CountMemory;
  readonly #maxRows: number;
  readonly #times: Float64Array;
  readonly #bytes: Float64Array;
  readonly #agentTimes: Float64Array;
  readonly #routes: Uint32Array;
  readonly #clients: Uint32Array;
  readonly #agents: Uint32Array;
  readonly #latencies: Float32Array;
  readonly #statuses: Uint16Array;
  readonly #kept: Uint32Array;
  readonly #digest: Uint32Array;

  /** Counts in a memory. */
  constructor(memory: CountMemory) {
    const rows = memory.at("MAX_ROWS");
    this.#memory = memory;
    this.#maxRows = rows;
    this.#times = memory.view(Float64Array, "TIMES", rows);
    this.#bytes = memory.view(Float64Array, "BYTES", rows);
    this.#agentTimes = memory.view(Float64Array, "AGENT_TIMES", rows);
    this.#routes = memory.view(Uint32Array, "ROUTES", rows);
    this.#clients = memory.view(Uint32Array, "CLIENTS", rows);
    this.#agents = memory.view(Uint32Array, "AGENTS", rows);
    this.#latencies = memory.view(Float32Array, "LATENCIES", rows);
    this.#statuses = memory.view(Uint16Array, "STATUSES", rows);
    this.#kept = memory.view(Uint32Array, "KEPT_ROWS", 2 * rows);
    this.#digest = memory.view(Uint32Array, "DIGEST_ROWS", rows);
    memory.view(Uint32Array, "LATENCY_KINDS").set(LATENCY_KINDS);
  }

  /** Counts requests of a host (number); what is told of some is valid until the next are counted. */
  *count(columns: RequestColumns, host: number): Generator<CountedRequests> {
    const { length } = columns;
    if (length <= this.#maxRows) return yield this.#countStretch(columns, host);
    for (let from = 0; from < length; from += this.#maxRows) {
      yield this.#countStretch(stretchOf(columns, from, Math.min(from + this.#maxRows, length)), host);
    }
  }

  #countStretch(columns: RequestColumns, host: number): CountedRequests {
    this.#times.set(columns.timeMs);
    this.#bytes.set(columns.responseBytes);
    this.#agentTimes.set(columns.agentTimeMs);
    this.#routes.set(columns.route);
    this.#clients.set(columns.client);
    this.#agents.set(columns.agent);
    this.#latencies.set(columns.latencyMs);
    this.#statuses.set(columns.status);
    const { exports } = this.#memory;
    exports.countRequests(columns.length, host);
    return {
      columns,
      kept: this.#kept.subarray(0, 2 * exports.keptCount.value),
      digest: this.#digest.subarray(0, exports.digestCount.value),
    };
  }
}
