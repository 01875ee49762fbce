import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

const INITIAL_ROWS = 4096;

/** Collects rows of an application log into columns. */
export class ApplicationBlockWriter {
  /** Rows so far. */
  length = 0;
  #capacity = INITIAL_ROWS;
  #timeMs = new Float64Array(INITIAL_ROWS);
  #template = new Uint32Array(INITIAL_ROWS);
  #scope = new Uint32Array(INITIAL_ROWS);
  #key = new Uint32Array(INITIAL_ROWS);

  /** Appends a row. */
  push(timeMs: number, template: number, scope: number, key: number): void {
    if (this.length === this.#capacity) this.#grow();
    const row = this.length++;
    this.#timeMs[row] = timeMs;
    this.#template[row] = template;
    this.#scope[row] = scope;
    this.#key[row] = key;
  }

  /** The rows so far, as a block of its own memory; starts over. */
  take(): ApplicationBlock {
    const length = this.length;
    this.length = 0;
    return {
      kind: "application",
      length,
      timeMs: this.#timeMs.slice(0, length),
      template: this.#template.slice(0, length),
      scope: this.#scope.slice(0, length),
      key: this.#key.slice(0, length),
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#timeMs = widen(this.#timeMs, new Float64Array(this.#capacity));
    this.#template = widen(this.#template, new Uint32Array(this.#capacity));
    this.#scope = widen(this.#scope, new Uint32Array(this.#capacity));
    this.#key = widen(this.#key, new Uint32Array(this.#capacity));
  }
}

/** One request, as the writer takes it; reused from row to row. */
export interface AccessRow {
  /** Epoch milliseconds. */
  timeMs: number;
  /** Route id. */
  route: number;
  /** Client id. */
  client: number;
  /** HTTP status. */
  status: number;
  /** Bytes sent. */
  responseBytes: number;
  /** Milliseconds or NaN. */
  latencyMs: number;
  /** See {@linkcode AccessBlock}. */
  key: number;
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
    columns.key[at] = row.key;
  }

  /** The rows so far, as a block of its own memory; starts over. */
  take(): AccessBlock {
    const length = this.length;
    this.length = 0;
    const columns = this.#columns;
    return {
      kind: "access",
      length,
      timeMs: columns.timeMs.slice(0, length),
      route: columns.route.slice(0, length),
      client: columns.client.slice(0, length),
      status: columns.status.slice(0, length),
      responseBytes: columns.responseBytes.slice(0, length),
      latencyMs: columns.latencyMs.slice(0, length),
      key: columns.key.slice(0, length),
    };
  }

  #grow(): void {
    const old = this.#columns;
    const next = accessColumns(old.timeMs.length * 2);
    widen(old.timeMs, next.timeMs);
    widen(old.route, next.route);
    widen(old.client, next.client);
    widen(old.status, next.status);
    widen(old.responseBytes, next.responseBytes);
    widen(old.latencyMs, next.latencyMs);
    widen(old.key, next.key);
    this.#columns = next;
  }
}

type AccessColumns = Omit<AccessBlock, "kind" | "length">;

function accessColumns(rows: number): AccessColumns {
  return {
    timeMs: new Float64Array(rows),
    route: new Uint32Array(rows),
    client: new Uint32Array(rows),
    status: new Uint16Array(rows),
    responseBytes: new Float64Array(rows),
    latencyMs: new Float32Array(rows),
    key: new Uint32Array(rows),
  };
}

function widen<A extends Uint16Array | Uint32Array | Float32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
