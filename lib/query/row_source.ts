import type { CaseBlock, CaseReader } from "../case/case_reader.ts";
import type { EventRow } from "../events/event_row.ts";
import type { BlockContext } from "./block_context.ts";
import { MinHeap } from "./min_heap.ts";
import { comparePositions, type RowPosition } from "./row_position.ts";

/** A record that will be told. */
export interface RecordPlace extends RowPosition {
  /** Discriminates. */
  readonly kind: "record";
  /** Block it is in. */
  readonly block: CaseBlock;
  /** Row in the block. */
  readonly row: number;
  /** Bytes without the last line feed. */
  readonly byteLength: number;
  /** Whether it fits; false: context. */
  readonly isMatch: boolean;
}

/** An event that will be told. */
export interface EventPlace extends RowPosition {
  /** Discriminates. */
  readonly kind: "event";
  /** The event. */
  readonly event: EventRow;
}

/** Rows in order. */
export interface RowSource {
  /** Where the next row is; before it, when that is not known yet. Null: there are no more. */
  readonly position: RowPosition | null;
  /** Takes the next row; null: it was not known yet. */
  take(): RecordPlace | EventPlace | null;
}

/** Merges sources into one order. Only sources that are reached are asked for rows; null: one was, and more is to be done. */
export function* mergeRows(sources: Iterable<RowSource>): Generator<RecordPlace | EventPlace | null> {
  const heap = new MinHeap<RowSource>((a, b) => comparePositions(a.position!, b.position!));
  for (const source of sources) if (source.position !== null) heap.push(source);
  for (let source = heap.top; source !== undefined; source = heap.top) {
    const row = source.take();
    if (source.position === null) heap.pop();
    else heap.settleTop();
    yield row;
  }
}

/** Some events, in order. */
export class EventSource implements RowSource {
  readonly #places: readonly EventPlace[];
  #at = 0;

  /** Takes places in order. */
  constructor(places: readonly EventPlace[]) {
    this.#places = places;
  }

  get position(): RowPosition | null {
    return this.#places[this.#at] ?? null;
  }

  take(): EventPlace | null {
    return this.#places[this.#at++] ?? null;
  }
}

/** What the sources of one query share. */
export interface SourceParts {
  /** The case. */
  readonly reader: CaseReader;
  /** Finds the rows of blocks. */
  readonly context: BlockContext;
  /** Rows up to here were told before. */
  readonly after: RowPosition | null;
}

/** Place of a block in the case and of its log file in the order. */
export interface BlockPlace {
  /** In {@linkcode CaseReader.blocks}. */
  readonly index: number;
  /** See {@linkcode RowPosition}. */
  readonly rank: number;
  /** What is taken off the host's time, milliseconds. */
  readonly offsetMs: number;
}

/**
 * The rows of a block, which is read when its time has come. Rows are nearly in order of time in a file, and so are its
 * blocks: few are open at once, and an open one holds some bytes a row.
 */
export class BlockSource implements RowSource {
  readonly #parts: SourceParts;
  readonly #place: BlockPlace;
  readonly #block: CaseBlock;
  #position: RowPosition | null;
  #open: OpenRows | null = null;
  #at = 0;

  /** Reads nothing yet. */
  constructor(parts: SourceParts, place: BlockPlace) {
    this.#parts = parts;
    this.#place = place;
    this.#block = parts.reader.blocks[place.index]!;
    this.#position = { orderMs: this.#block.startMs - place.offsetMs, rank: place.rank, place: -1 };
  }

  get position(): RowPosition | null {
    return this.#position;
  }

  take(): RecordPlace | null {
    const position = this.#position;
    if (this.#open === null || position === null) {
      this.#open = this.#openRows();
      this.#settle();
      return null;
    }
    const row = this.#open.rows[this.#at]!;
    const isMatch = this.#open.isMatch[this.#at] === 1;
    const byteLength = this.#open.byteLength[this.#at]!;
    this.#at++;
    this.#settle();
    return { kind: "record", ...position, block: this.#block, row, byteLength, isMatch };
  }

  #settle(): void {
    const { rows, orderMs, byteOffset } = this.#open!;
    this.#position = this.#at < rows.length
      ? { orderMs: orderMs[this.#at]!, rank: this.#place.rank, place: byteOffset[this.#at]! }
      : null;
  }

  #openRows(): OpenRows {
    const { reader, context, after } = this.#parts;
    const { rank, offsetMs, index } = this.#place;
    const told = context.toldRows(index);
    if (told.rows.length === 0) return NO_ROWS;
    const { timeMs, byteOffset, byteLength } = reader.rows(this.#block);
    const isAfter = (row: number) =>
      after === null ||
      comparePositions({ orderMs: timeMs[row]! - offsetMs, rank, place: byteOffset[row]! }, after) > 0;
    const rows = told.rows.filter(isAfter);
    // Stable: rows of one time stay in the order of the file.
    if (rows.some((row, at) => at > 0 && timeMs[row]! < timeMs[rows[at - 1]!]!)) {
      rows.sort((a, b) => timeMs[a]! - timeMs[b]! || a - b);
    }
    return {
      rows,
      orderMs: Float64Array.from(rows, (row) => timeMs[row]! - offsetMs),
      byteOffset: Float64Array.from(rows, (row) => byteOffset[row]!),
      byteLength: Uint32Array.from(rows, (row) => byteLength[row]!),
      isMatch: Uint8Array.from(rows, (row) => told.isMatch(row) ? 1 : 0),
    };
  }
}

interface OpenRows {
  readonly rows: Uint32Array;
  readonly orderMs: Float64Array;
  readonly byteOffset: Float64Array;
  readonly byteLength: Uint32Array;
  readonly isMatch: Uint8Array;
}

const NO_ROWS: OpenRows = {
  rows: new Uint32Array(0),
  orderMs: new Float64Array(0),
  byteOffset: new Float64Array(0),
  byteLength: new Uint32Array(0),
  isMatch: new Uint8Array(0),
};
