import type { AccessBlock } from "../../scan/column_block.ts";

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

/** A copy without the rows that are marked in `skip`: they are so rare that the counts need not ask for each. */
export function unmarked(block: RequestColumns, skip: Uint8Array): RequestColumns {
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

/** A stretch of rows. */
export function stretchOf(block: RequestColumns, from: number, to: number): RequestColumns {
  return {
    length: to - from,
    timeMs: block.timeMs.subarray(from, to),
    route: block.route.subarray(from, to),
    client: block.client.subarray(from, to),
    status: block.status.subarray(from, to),
    responseBytes: block.responseBytes.subarray(from, to),
    latencyMs: block.latencyMs.subarray(from, to),
    agent: block.agent.subarray(from, to),
    agentTimeMs: block.agentTimeMs.subarray(from, to),
    request: block.request.subarray(from, to),
  };
}
