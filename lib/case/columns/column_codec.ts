import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import { ColumnCursor } from "./column_cursor.ts";
import { type ColumnPacker, FORMAT, HEAD_WORDS } from "./plain_packer.ts";

const KINDS = ["application", "access"] as const;

/** Packs the columns of a block, without its hashes; the bytes are valid until the packer is used again. */
export function encodeColumns(
  block: ApplicationBlock | AccessBlock,
  packer: ColumnPacker,
): Uint8Array<ArrayBuffer> {
  packer.begin(KINDS.indexOf(block.kind), block.length);
  packer.times(block.timeMs);
  packer.lengths(block.byteLength);
  packer.offsets(block.byteOffset);
  packer.steps(block.line);
  if (block.kind === "application") packApplication(block, packer);
  else packAccess(block, packer);
  return packer.take();
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
  const words = wordsOf(bytes);
  const [head = 0, rows = 0] = words;
  const [format, kindByte] = [head & 0xff, head >>> 8];
  if (format !== FORMAT) throw new RangeError(`columns have format ${format}, expected ${FORMAT}`);
  if (KINDS[kindByte] !== kind) throw new RangeError(`columns are of kind ${kindByte}, expected ${kind}`);
  if (rows !== length) throw new RangeError(`columns have ${rows} rows, expected ${length}`);
  const cursor = new ColumnCursor(words, HEAD_WORDS, length);
  const block = kind === "application" ? takeApplication(cursor, length) : takeAccess(cursor, length);
  if (!cursor.isAtEnd) throw new RangeError("columns go on after the last one");
  return block;
}

/** A copy, because words must begin at a multiple of four bytes. */
function wordsOf(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  if (bytes.length % 4 !== 0) {
    throw new RangeError(`columns have ${bytes.length} bytes, expected whole words`);
  }
  return new Int32Array(bytes.slice().buffer);
}

function packApplication(block: ApplicationBlock, packer: ColumnPacker): void {
  packer.words(block.template);
  packer.words(block.scope);
  packer.words(block.thread);
}

function takeApplication(cursor: ColumnCursor, length: number): ApplicationBlock {
  return {
    kind: "application",
    length,
    ...takePlaces(cursor),
    template: cursor.words(),
    scope: cursor.words(),
    thread: cursor.words(),
    key: new Uint32Array(length),
  };
}

function packAccess(block: AccessBlock, packer: ColumnPacker): void {
  packer.words(block.route);
  packer.words(block.client);
  packer.words(block.status);
  packer.doubles(block.responseBytes);
  packer.doubles(block.latencyMs);
  packer.words(block.agent);
  packer.timesNear(block.agentTimeMs);
  packer.words(block.user);
}

function takeAccess(cursor: ColumnCursor, length: number): AccessBlock {
  const places = takePlaces(cursor);
  return {
    kind: "access",
    length,
    ...places,
    route: cursor.words(),
    client: cursor.words(),
    status: new Uint16Array(cursor.words()),
    responseBytes: cursor.doubles(),
    latencyMs: new Float32Array(cursor.doubles()),
    agent: cursor.words(),
    agentTimeMs: cursor.timesNear(places.timeMs),
    user: cursor.words(),
    request: new Uint32Array(length),
    key: new Uint32Array(length),
  };
}

function takePlaces(
  cursor: ColumnCursor,
): Pick<ApplicationBlock, "timeMs" | "byteLength" | "byteOffset" | "line"> {
  const timeMs = cursor.times();
  const byteLength = cursor.words();
  return { timeMs, byteLength, byteOffset: cursor.offsets(byteLength), line: cursor.steps() };
}
