import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

const INITIAL_ROWS = 4096;

/** One row of an application log, as the writer takes it; reused from row to row. */
export type ApplicationRow = RowOf<ApplicationBlock>;

/** One request, as the writer takes it; reused from row to row. */
export type AccessRow = RowOf<AccessBlock>;

/** Columns of an application log; only some of their rows may count. */
export type ApplicationColumns = ColumnsOf<ApplicationBlock>;

/** Columns of requests as a scan in WebAssembly gives them; only some of their rows may count. */
export type AccessColumns = {
  readonly [Name in keyof ColumnsOf<AccessBlock>]: Uint32Array | Float64Array;
};

type ColumnsOf<Block> = Omit<Block, "kind" | "length">;
type RowOf<Block> = { -readonly [Name in keyof ColumnsOf<Block>]: number };
type Column = Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Collects rows of an application log into columns. */
export class ApplicationBlockWriter {
  /** Rows so far. */
  length = 0;
  #columns = applicationColumns(INITIAL_ROWS);

  /** Appends a row. */
  push(row: ApplicationRow): void {
    if (this.length === this.#columns.timeMs.length) this.#grow();
    const at = this.length++;
    const columns = this.#columns;
    columns.timeMs[at] = row.timeMs;
    columns.template[at] = row.template;
    columns.scope[at] = row.scope;
    columns.thread[at] = row.thread;
    columns.key[at] = row.key;
    columns.byteOffset[at] = row.byteOffset;
    columns.byteLength[at] = row.byteLength;
    columns.line[at] = row.line;
  }

  /** Appends rows of other columns. */
  append(rows: ApplicationColumns, from: number, to: number): void {
    const at = this.length;
    this.length += to - from;
    while (this.length > this.#columns.timeMs.length) this.#grow();
    const columns = this.#columns;
    columns.timeMs.set(rows.timeMs.subarray(from, to), at);
    columns.template.set(rows.template.subarray(from, to), at);
    columns.scope.set(rows.scope.subarray(from, to), at);
    columns.thread.set(rows.thread.subarray(from, to), at);
    columns.key.set(rows.key.subarray(from, to), at);
    columns.byteOffset.set(rows.byteOffset.subarray(from, to), at);
    columns.byteLength.set(rows.byteLength.subarray(from, to), at);
    columns.line.set(rows.line.subarray(from, to), at);
  }

  /** The rows so far, as a block of its own memory; starts over. */
  take(): ApplicationBlock {
    const { length } = this;
    const columns = this.#columns;
    this.length = 0;
    return {
      kind: "application",
      length,
      timeMs: columns.timeMs.slice(0, length),
      template: columns.template.slice(0, length),
      scope: columns.scope.slice(0, length),
      thread: columns.thread.slice(0, length),
      key: columns.key.slice(0, length),
      byteOffset: columns.byteOffset.slice(0, length),
      byteLength: columns.byteLength.slice(0, length),
      line: columns.line.slice(0, length),
    };
  }

  #grow(): void {
    const wider = applicationColumns(this.#columns.timeMs.length * 2);
    copyColumns(this.#columns, wider);
    this.#columns = wider;
  }
}

/** Collects requests into columns. */
export class AccessBlockWriter {
  /** Rows so far. */
  length = 0;
  #columns = accessColumns(INITIAL_ROWS);

  /** Appends a row. */
  push(row: AccessRow): void {
    if (this.length === this.#columns.timeMs.length) this.#grow();
    const at = this.length++;
    const columns = this.#columns;
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

  /** Appends the first rows of other columns. */
  append(rows: AccessColumns, count: number): void {
    const at = this.length;
    this.length += count;
    while (this.length > this.#columns.timeMs.length) this.#grow();
    const columns = this.#columns;
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

  /** The rows so far, as a block of its own memory; starts over. */
  take(): AccessBlock {
    const { length } = this;
    const columns = this.#columns;
    this.length = 0;
    return {
      kind: "access",
      length,
      timeMs: columns.timeMs.slice(0, length),
      route: columns.route.slice(0, length),
      client: columns.client.slice(0, length),
      status: columns.status.slice(0, length),
      responseBytes: columns.responseBytes.slice(0, length),
      latencyMs: columns.latencyMs.slice(0, length),
      agent: columns.agent.slice(0, length),
      agentTimeMs: columns.agentTimeMs.slice(0, length),
      user: columns.user.slice(0, length),
      request: columns.request.slice(0, length),
      key: columns.key.slice(0, length),
      byteOffset: columns.byteOffset.slice(0, length),
      byteLength: columns.byteLength.slice(0, length),
      line: columns.line.slice(0, length),
    };
  }

  #grow(): void {
    const wider = accessColumns(this.#columns.timeMs.length * 2);
    copyColumns(this.#columns, wider);
    this.#columns = wider;
  }
}

function applicationColumns(rows: number): ColumnsOf<ApplicationBlock> {
  return {
    timeMs: new Float64Array(rows),
    template: new Uint32Array(rows),
    scope: new Uint32Array(rows),
    thread: new Uint32Array(rows),
    key: new Uint32Array(rows),
    byteOffset: new Float64Array(rows),
    byteLength: new Uint32Array(rows),
    line: new Uint32Array(rows),
  };
}

function accessColumns(rows: number): ColumnsOf<AccessBlock> {
  return {
    timeMs: new Float64Array(rows),
    route: new Uint32Array(rows),
    client: new Uint32Array(rows),
    status: new Uint16Array(rows),
    responseBytes: new Float64Array(rows),
    latencyMs: new Float32Array(rows),
    agent: new Uint32Array(rows),
    agentTimeMs: new Float64Array(rows),
    user: new Uint32Array(rows),
    request: new Uint32Array(rows),
    key: new Uint32Array(rows),
    byteOffset: new Float64Array(rows),
    byteLength: new Uint32Array(rows),
    line: new Uint32Array(rows),
  };
}

function copyColumns(from: Readonly<Record<string, Column>>, to: Readonly<Record<string, Column>>): void {
  for (const [name, column] of Object.entries(from)) to[name]?.set(column);
}
