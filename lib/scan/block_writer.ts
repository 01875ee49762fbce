import type { ColumnsOf } from "./block_columns.ts";
import type { BlockSpace } from "./block_space.ts";
import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

/** One row of an application log, as the writer takes it; reused from row to row. */
export type ApplicationRow = RowOf<ApplicationBlock>;

/** One request, as the writer takes it; reused from row to row. */
export type AccessRow = RowOf<AccessBlock>;

/** Columns of an application log; only some of their rows may count. */
export type ApplicationColumns = ColumnsOf<ApplicationBlock>;

/** Columns of requests; only some of their rows may count. */
export type AccessColumns = ColumnsOf<AccessBlock>;

type RowOf<Block> = { -readonly [Name in keyof ColumnsOf<Block>]: number };

/** Collects rows of an application log into columns. */
export class ApplicationBlockWriter {
  /** Rows so far. */
  length = 0;
  readonly #space: BlockSpace<ApplicationBlock>;

  /** Collects in that memory. */
  constructor(space: BlockSpace<ApplicationBlock>) {
    this.#space = space;
  }

  /** Appends a row. */
  push(row: ApplicationRow): void {
    if (this.length === this.#space.rows) this.#space.reserve(this.length + 1, this.length);
    const at = this.length++;
    const { columns } = this.#space;
    columns.timeMs[at] = row.timeMs;
    columns.template[at] = row.template;
    columns.scope[at] = row.scope;
    columns.thread[at] = row.thread;
    columns.key[at] = row.key;
    columns.byteOffset[at] = row.byteOffset;
    columns.byteLength[at] = row.byteLength;
    columns.line[at] = row.line;
  }

  /** The columns, after {@linkcode place}. */
  get columns(): ApplicationColumns {
    return this.#space.columns;
  }

  /** Where somebody else may put rows after the first {@linkcode length}, one being begun beside, in the memory of the areas; -1: nowhere. */
  place(): number {
    return this.#space.placeInArea(this.length + 1);
  }

  /** Appends the first rows of other columns. */
  append(rows: ApplicationColumns, count: number): void {
    const at = this.length;
    this.length += count;
    this.#space.reserve(this.length, at);
    const { columns } = this.#space;
    columns.timeMs.set(rows.timeMs.subarray(0, count), at);
    columns.template.set(rows.template.subarray(0, count), at);
    columns.scope.set(rows.scope.subarray(0, count), at);
    columns.thread.set(rows.thread.subarray(0, count), at);
    columns.key.set(rows.key.subarray(0, count), at);
    columns.byteOffset.set(rows.byteOffset.subarray(0, count), at);
    columns.byteLength.set(rows.byteLength.subarray(0, count), at);
    columns.line.set(rows.line.subarray(0, count), at);
  }

  /** The rows so far, as a block; starts over. */
  take(): ApplicationBlock {
    const { length } = this;
    this.length = 0;
    return this.#space.take(length);
  }
}

/** Collects requests into columns. */
export class AccessBlockWriter {
  /** Rows so far. */
  length = 0;
  readonly #space: BlockSpace<AccessBlock>;

  /** Collects in that memory. */
  constructor(space: BlockSpace<AccessBlock>) {
    this.#space = space;
  }

  /** Appends a row. */
  push(row: AccessRow): void {
    if (this.length === this.#space.rows) this.#space.reserve(this.length + 1, this.length);
    const at = this.length++;
    const { columns } = this.#space;
    columns.timeMs[at] = row.timeMs;
    columns.route[at] = row.route;
    columns.client[at] = row.client;
    columns.status[at] = row.status;
    columns.responseBytes[at] = row.responseBytes;
    columns.latencyMs[at] = row.latencyMs;
    columns.agent[at] = row.agent;
    columns.agentTimeMs[at] = row.agentTimeMs;
    columns.user[at] = row.user;
    columns.request[at] = row.request;
    columns.key[at] = row.key;
    columns.byteOffset[at] = row.byteOffset;
    columns.byteLength[at] = row.byteLength;
    columns.line[at] = row.line;
  }

  /** The columns, after {@linkcode place}. */
  get columns(): AccessColumns {
    return this.#space.columns;
  }

  /** Where somebody else may put rows after the first {@linkcode length}, in the memory of the areas; -1: nowhere. */
  place(): number {
    return this.#space.placeInArea(this.length);
  }

  /** Appends the first rows of other columns. */
  append(rows: AccessColumns, count: number): void {
    const at = this.length;
    this.length += count;
    this.#space.reserve(this.length, at);
    const { columns } = this.#space;
    columns.timeMs.set(rows.timeMs.subarray(0, count), at);
    columns.route.set(rows.route.subarray(0, count), at);
    columns.client.set(rows.client.subarray(0, count), at);
    columns.status.set(rows.status.subarray(0, count), at);
    columns.responseBytes.set(rows.responseBytes.subarray(0, count), at);
    columns.latencyMs.set(rows.latencyMs.subarray(0, count), at);
    columns.agent.set(rows.agent.subarray(0, count), at);
    columns.agentTimeMs.set(rows.agentTimeMs.subarray(0, count), at);
    columns.user.set(rows.user.subarray(0, count), at);
    columns.request.set(rows.request.subarray(0, count), at);
    columns.key.set(rows.key.subarray(0, count), at);
    columns.byteOffset.set(rows.byteOffset.subarray(0, count), at);
    columns.byteLength.set(rows.byteLength.subarray(0, count), at);
    columns.line.set(rows.line.subarray(0, count), at);
  }

  /** The rows so far, as a block; starts over. */
  take(): AccessBlock {
    const { length } = this;
    this.length = 0;
    return this.#space.take(length);
  }
}
