import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

/** The columns of a kind of block. */
export type ColumnsOf<Block> = Omit<Block, "kind" | "length">;

/** Bytes of a row in all columns. */
export const ROW_BYTES = { application: 40, access: 70 } as const;

/** Where columns lie. */
export interface ColumnsPlace {
  /** Holds them. */
  readonly buffer: ArrayBufferLike;
  /** Where the first one begins, a multiple of 8. */
  readonly at: number;
  /** Rows there is room for, a multiple of 8. */
  readonly rows: number;
}

/** So many rows of nothing in a buffer of their own. */
export function newPlace(kind: keyof typeof ROW_BYTES, length: number): ColumnsPlace {
  const rows = roundedUp(length);
  return { buffer: new ArrayBuffer(ROW_BYTES[kind] * rows), at: 0, rows };
}

/** Where so many rows lie that have a buffer of their own. */
export function wholeOf(buffer: ArrayBufferLike, length: number): ColumnsPlace {
  return { buffer, at: 0, rows: roundedUp(length) };
}

/**
 * The first rows at a place, as a block. All blocks are made here: objects made elsewhere would look different to V8, which
 * would compile whatever counts their rows again and again.
 */
export function applicationBlock({ buffer, at, rows }: ColumnsPlace, length: number): ApplicationBlock {
  const narrow = (index: number) => new Uint32Array(buffer, at + (16 + 4 * index) * rows, length);
  return {
    kind: "application",
    length,
    timeMs: new Float64Array(buffer, at, length),
    byteOffset: new Float64Array(buffer, at + 8 * rows, length),
    template: narrow(0),
    scope: narrow(1),
    thread: narrow(2),
    key: narrow(3),
    byteLength: narrow(4),
    line: narrow(5),
  };
}

/** The first rows at a place, as a block; see {@linkcode applicationBlock}. */
export function accessBlock({ buffer, at, rows }: ColumnsPlace, length: number): AccessBlock {
  const wide = (index: number) => new Float64Array(buffer, at + 8 * index * rows, length);
  const narrow = (index: number) => new Uint32Array(buffer, at + (32 + 4 * index) * rows, length);
  return {
    kind: "access",
    length,
    timeMs: wide(0),
    byteOffset: wide(1),
    responseBytes: wide(2),
    agentTimeMs: wide(3),
    route: narrow(0),
    client: narrow(1),
    agent: narrow(2),
    user: narrow(3),
    request: narrow(4),
    key: narrow(5),
    byteLength: narrow(6),
    line: narrow(7),
    latencyMs: new Float32Array(buffer, at + 64 * rows, length),
    status: new Uint16Array(buffer, at + 68 * rows, length),
  };
}

function roundedUp(length: number): number {
  return Math.ceil(length / 8) * 8;
}
