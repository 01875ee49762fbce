import type { Access } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { resized } from "../resized.ts";
import { type RequestBatch, TRAFFIC } from "./request_batch.ts";

const MAX_LISTED_CLIENTS = 200;
/** Name of what was beyond the cap of a dictionary. */
const OTHER = "(other)";
/** Cells of one host with fewer requests of a client are not kept one by one. */
const MIN_KEPT = 20;

/** Requests of one client on one host in one cell. */
export interface ClientCell {
  /** Client id. */
  readonly client: number;
  /** Host number. */
  readonly host: number;
  /** Number of the cell since the epoch. */
  readonly cell: number;
  /** Requests. */
  readonly count: number;
}

/** Counts by client; their course over time only where they are busy. */
export class ClientTally {
  /** Addresses by client id. */
  readonly names: string[] = [OTHER];
  /** By client id: requests in cells that are closed, those of them with few requests, and failed requests. */
  #requests = new Uint32Array(64);
  #quietCells = new Uint32Array(64);
  #errors = new Uint32Array(64);
  /** The cell of a client that is being counted, by client id. */
  #openCell = new Int32Array(64);
  #openHost = new Uint16Array(64);
  #openCount = new Uint32Array(64);
  readonly #busy: ClientCell[] = [];

  /** Takes new dictionary entries. */
  addNames(names: readonly string[]): void {
    for (const name of names) this.names.push(name);
    const { length } = this.names;
    if (length <= this.#requests.length) return;
    this.#requests = resized(this.#requests, length);
    this.#quietCells = resized(this.#quietCells, length);
    this.#errors = resized(this.#errors, length);
    this.#openCell = resized(this.#openCell, length);
    this.#openHost = resized(this.#openHost, length);
    this.#openCount = resized(this.#openCount, length);
  }

  /** Counts requests. */
  addBatch({ columns: { length, client }, cell, duty, host }: RequestBatch): void {
    const [openCell, openHost, openCount] = [this.#openCell, this.#openHost, this.#openCount];
    for (let row = 0; row < length; row++) {
      if ((duty[row]! & TRAFFIC) === 0) continue;
      const id = client[row]!;
      if (cell[row] !== openCell[id] || host !== openHost[id]) this.#open(id, host, cell[row]!);
      openCount[id]!++;
    }
  }

  /** Counts the failure of a request. */
  addError(client: number): void {
    this.#errors[client]!++;
  }

  /** Requests of a client (id). */
  requestsOf(client: number): number {
    return this.#requests[client]! + this.#openCount[client]!;
  }

  /** Cells with few requests of a client (id). */
  quietCellsOf(client: number): number {
    return this.#quietCells[client]!;
  }

  /** Cells in which clients were busy, in order of arrival; one cell of a client may come in parts. */
  busyCells(): readonly ClientCell[] {
    for (let client = 0; client < this.names.length; client++) this.#open(client, 0, -1);
    return this.#busy;
  }

  /** Most requests first, then by client. */
  list(): Access["clients"] {
    return this.names.map((client, id) => ({ client, count: this.requestsOf(id), errors: this.#errors[id]! }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.client, b.client)).slice(0, MAX_LISTED_CLIENTS);
  }

  #open(client: number, host: number, next: number): void {
    const count = this.#openCount[client]!;
    const cell = this.#openCell[client]!;
    if (count >= MIN_KEPT) this.#busy.push({ client, host: this.#openHost[client]!, cell, count });
    else if (count > 0) this.#quietCells[client]!++;
    this.#requests[client]! += count;
    this.#openCell[client] = next;
    this.#openHost[client] = host;
    this.#openCount[client] = 0;
  }
}
