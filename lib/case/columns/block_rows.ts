import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";

type Column = Float64Array | Float32Array | Uint32Array | Uint16Array;
type ColumnChange = <C extends Column>(column: C) => C;

/** The rows that are not marked with 1. */
export function withoutMarked<B extends ApplicationBlock | AccessBlock>(
  block: B,
  marks: Uint8Array | null,
): B;
export function withoutMarked(
  block: ApplicationBlock | AccessBlock,
  marks: Uint8Array | null,
): ApplicationBlock | AccessBlock {
  if (marks === null) return block;
  let length = 0;
  for (let row = 0; row < block.length; row++) if (marks[row] !== 1) length++;
  if (length === block.length) return block;
  return changeColumns(block, length, (column) => {
    let to = 0;
    const kept = column.slice(0, length) as typeof column;
    for (let row = 0; row < column.length; row++) if (marks[row] !== 1) kept[to++] = column[row]!;
    return kept;
  });
}

/** Rows `from` up to `to`, sharing memory with the block. */
export function rowsBetween(
  block: ApplicationBlock | AccessBlock,
  from: number,
  to: number,
): ApplicationBlock | AccessBlock {
  if (from === 0 && to >= block.length) return block;
  const end = Math.min(to, block.length);
  return changeColumns(block, end - from, (column) => column.subarray(from, end) as typeof column);
}

function changeColumns(
  block: ApplicationBlock | AccessBlock,
  length: number,
  change: ColumnChange,
): ApplicationBlock | AccessBlock {
  const places = {
    length,
    timeMs: change(block.timeMs),
    byteOffset: change(block.byteOffset),
    byteLength: change(block.byteLength),
    line: change(block.line),
    key: change(block.key),
  };
  return block.kind === "application"
    ? {
      kind: block.kind,
      ...places,
      template: change(block.template),
      scope: change(block.scope),
      thread: change(block.thread),
    }
    : {
      kind: block.kind,
      ...places,
      route: change(block.route),
      client: change(block.client),
      status: change(block.status),
      responseBytes: change(block.responseBytes),
      latencyMs: change(block.latencyMs),
      agent: change(block.agent),
      agentTimeMs: change(block.agentTimeMs),
      user: change(block.user),
      request: change(block.request),
    };
}
