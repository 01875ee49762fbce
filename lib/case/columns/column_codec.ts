import { Buffer } from "node:buffer";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import { ColumnCursor, MAX_COLUMN_BYTES, packDoubles, packWords } from "./packed_column.ts";

/** Most rows of a stored block: what a reader must be ready to hold. */
export const MAX_BLOCK_ROWS: number = 2 ** 20;
/** First byte of the uncompressed columns. */
const FORMAT = 1;
/** Columns of the wider kind of block. */
const MAX_COLUMNS = 12;
const ZSTD_LEVEL = 1;

/** Columns of a block as compressed bytes, without its hashes. The same block gives the same bytes. */
export function encodeColumns(block: ApplicationBlock | AccessBlock): Uint8Array {
  const columns = block.kind === "application" ? applicationColumns(block) : accessColumns(block);
  const bytes = Buffer.concat([new Uint8Array([FORMAT]), ...columns]);
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
}

/**
 * Columns from the bytes that {@linkcode encodeColumns} made; hashes are zeros.
 *
 * @throws {RangeError} when they are no such bytes
 */
export function decodeColumns(
  bytes: Uint8Array,
  kind: "application" | "access",
  length: number,
): ApplicationBlock | AccessBlock {
  const maxOutputLength = 1 + MAX_COLUMNS * (1 + MAX_COLUMN_BYTES * length);
  const columns = zstdDecompressSync(bytes, { maxOutputLength });
  if (columns[0] !== FORMAT) throw new RangeError(`columns have format ${columns[0]}, expected ${FORMAT}`);
  const cursor = new ColumnCursor(columns, 1, length);
  const block = kind === "application" ? applicationBlock(cursor, length) : accessBlock(cursor, length);
  if (!cursor.isAtEnd) throw new RangeError("columns go on after the last one");
  return block;
}

function applicationColumns(block: ApplicationBlock): Uint8Array[] {
  return [
    packDoubles(block.timeMs, stepsOf),
    ...placeColumns(block),
    packWords(block.template),
    packWords(block.scope),
    packWords(block.thread),
  ];
}

function applicationBlock(cursor: ColumnCursor, length: number): ApplicationBlock {
  return {
    kind: "application",
    length,
    timeMs: cursor.doubles(restoreSteps),
    ...placesFrom(cursor),
    template: cursor.words(),
    scope: cursor.words(),
    thread: cursor.words(),
    key: new Uint32Array(length),
  };
}

function accessColumns(block: AccessBlock): Uint8Array[] {
  const { timeMs, agentTimeMs } = block;
  return [
    packDoubles(timeMs, stepsOf),
    ...placeColumns(block),
    packWords(block.route),
    packWords(block.client),
    packWords(block.status),
    packDoubles(block.responseBytes, (values) => values),
    packDoubles(new Float64Array(block.latencyMs), (values) => values),
    packWords(block.agent),
    packDoubles(agentTimeMs, (values) => sinceTime(values, timeMs)),
    packWords(block.user),
  ];
}

function accessBlock(cursor: ColumnCursor, length: number): AccessBlock {
  const timeMs = cursor.doubles(restoreSteps);
  const addTime = (values: Float64Array) => {
    for (let row = 0; row < values.length; row++) values[row]! += wholeOf(timeMs[row]!);
  };
  return {
    kind: "access",
    length,
    timeMs,
    ...placesFrom(cursor),
    route: cursor.words(),
    client: cursor.words(),
    status: new Uint16Array(cursor.words()),
    responseBytes: cursor.doubles(leave),
    latencyMs: new Float32Array(cursor.doubles(leave)),
    agent: cursor.words(),
    agentTimeMs: cursor.doubles(addTime),
    user: cursor.words(),
    request: new Uint32Array(length),
    key: new Uint32Array(length),
  };
}

type Places = Pick<ApplicationBlock, "byteOffset" | "byteLength" | "line">;

function placeColumns({ byteOffset, byteLength, line }: Places): Uint8Array[] {
  return [
    packWords(byteLength),
    packDoubles(byteOffset, (values) => {
      const residuals = new Float64Array(values.length);
      let expected = 0;
      for (let row = 0; row < values.length; row++) {
        const value = values[row]!;
        residuals[row] = value - expected;
        if (!Number.isNaN(value)) expected = value + byteLength[row]! + 1;
      }
      return residuals;
    }),
    packWords(differencesOf(line)),
  ];
}

/** They wrap around, so any line number comes back. */
function differencesOf(words: Uint32Array): Uint32Array {
  const differences = words.slice();
  for (let row = 1; row < words.length; row++) differences[row]! -= words[row - 1]!;
  return differences;
}

function placesFrom(cursor: ColumnCursor): Places {
  const byteLength = cursor.words();
  const byteOffset = cursor.doubles((values) => {
    let expected = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row]! + expected;
      values[row] = value;
      if (!Number.isNaN(value)) expected = value + byteLength[row]! + 1;
    }
  });
  const line = cursor.words();
  for (let row = 1; row < line.length; row++) line[row]! += line[row - 1]!;
  return { byteLength, byteOffset, line };
}

function stepsOf(values: Float64Array): Float64Array {
  const steps = new Float64Array(values.length);
  let last = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    steps[row] = value - last;
    if (!Number.isNaN(value)) last = value;
  }
  return steps;
}

function restoreSteps(values: Float64Array): void {
  let last = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]! + last;
    values[row] = value;
    if (!Number.isNaN(value)) last = value;
  }
}

function sinceTime(values: Float64Array, timeMs: Float64Array): Float64Array {
  const residuals = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) residuals[row] = values[row]! - wholeOf(timeMs[row]!);
  return residuals;
}

function leave(): void {}

/** What a time is told from: 0 when the difference to it would not be exact. */
function wholeOf(timeMs: number): number {
  return timeMs < 2 ** 50 && timeMs > -(2 ** 50) && Math.floor(timeMs) === timeMs ? timeMs : 0;
}
