import type { AccessBlock } from "../../scan/column_block.ts";
import { latencyBucket } from "../latency_sketch.ts";
import { CELL_MS } from "./cell_counts.ts";
import { latencyClass } from "./latency_class.ts";

/** Columns of a block that counts are made of. */
export type RequestColumns = Pick<
  AccessBlock,
  | "length"
  | "timeMs"
  | "route"
  | "client"
  | "status"
  | "responseBytes"
  | "latencyMs"
  | "agent"
  | "agentTimeMs"
  | "request"
>;

/** Bit of a duty: the request counts for clients, agents and traffic; health probes do not. */
export const TRAFFIC = 1;
/** Bit of a duty: the request may be half of a Digest handshake if no agent sent it. */
export const DIGEST = 2;
/** Bit of a duty: its time is kept. */
export const KEPT = 4;

/** Of the whole milliseconds that nearly all latencies are: a logarithm for each request would cost too much. */
const BUCKET_OF: Uint16Array = Uint16Array.from({ length: 8192 }, (_, ms) => latencyBucket(ms));
const CLASS_OF: Uint8Array = Uint8Array.from({ length: 8192 }, (_, ms) => latencyClass(ms));

/** The requests of one block that count, and what several counts want to know of each: filled block by block. */
export class RequestBatch {
  /** Columns of the requests. */
  columns: RequestColumns = NO_REQUESTS;
  /** Number of the host that they are on. */
  host = 0;
  /** Five minutes that each is in. */
  cell: Int32Array = new Int32Array(0);
  /** Bucket of each latency in a sketch. */
  bucket: Uint16Array = new Uint16Array(0);
  /** Class of each latency, coarser. */
  latency: Uint8Array = new Uint8Array(0);
  /** What is to be done with each: set by the count of routes. */
  duty: Uint8Array = new Uint8Array(0);
  /** Row of the agent that sent it, 0: none; set by the count of agents. */
  agentRow: Uint32Array = new Uint32Array(0);

  /** Takes the rows of a host (number) that are not marked in `skip`; its columns are valid as long as the block's. */
  fill(block: RequestColumns, skip: Uint8Array | null, host: number): void {
    this.columns = skip === null ? block : unmarked(block, skip);
    this.host = host;
    const { length, timeMs, latencyMs } = this.columns;
    if (this.cell.length < length) this.#grow(length);
    const { cell, bucket, latency } = this;
    for (let row = 0; row < length; row++) {
      cell[row] = Math.floor(timeMs[row]! / CELL_MS);
      const ms = latencyMs[row]!;
      const whole = ms | 0;
      const isKnown = whole === ms && whole >= 0 && whole < BUCKET_OF.length;
      bucket[row] = isKnown ? BUCKET_OF[whole]! : latencyBucket(ms);
      latency[row] = isKnown ? CLASS_OF[whole]! : latencyClass(ms);
    }
  }

  #grow(length: number): void {
    this.cell = new Int32Array(length);
    this.bucket = new Uint16Array(length);
    this.latency = new Uint8Array(length);
    this.duty = new Uint8Array(length);
    this.agentRow = new Uint32Array(length);
  }
}

const NO_REQUESTS: RequestColumns = {
  length: 0,
  timeMs: new Float64Array(0),
  route: new Uint32Array(0),
  client: new Uint32Array(0),
  status: new Uint16Array(0),
  responseBytes: new Float64Array(0),
  latencyMs: new Float32Array(0),
  agent: new Uint32Array(0),
  agentTimeMs: new Float64Array(0),
  request: new Uint32Array(0),
};

/** A copy without the marked rows: they are so rare that the counts need not ask for each. */
function unmarked(block: RequestColumns, skip: Uint8Array): RequestColumns {
  const isCounted = (_value: number, row: number) => row < block.length && skip[row] !== 1;
  const timeMs = block.timeMs.filter(isCounted);
  return {
    length: timeMs.length,
    timeMs,
    route: block.route.filter(isCounted),
    client: block.client.filter(isCounted),
    status: block.status.filter(isCounted),
    responseBytes: block.responseBytes.filter(isCounted),
    latencyMs: block.latencyMs.filter(isCounted),
    agent: block.agent.filter(isCounted),
    agentTimeMs: block.agentTimeMs.filter(isCounted),
    request: block.request.filter(isCounted),
  };
}
