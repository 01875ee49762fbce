import type { Access } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { CELL_MS } from "./request_cells.ts";

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
  /** Requests by client id. */
  readonly requests: number[] = [0];
  /** Cells with few requests, and their requests, by client id. */
  readonly quietCells: number[] = [0];
  readonly #errors: number[] = [0];
  readonly #openCell: number[] = [-1];
  readonly #openHost: number[] = [0];
  readonly #openCount: number[] = [0];
  readonly #busy: ClientCell[] = [];

  /** Takes new dictionary entries. */
  addNames(names: readonly string[]): void {
    for (const name of names) {
      this.names.push(name);
      for (const column of [this.requests, this.quietCells, this.#errors, this.#openHost, this.#openCount]) {
        column.push(0);
      }
      this.#openCell.push(-1);
    }
  }

  /** Counts a request. */
  add(client: number, host: number, timeMs: number): void {
    this.requests[client]!++;
    const cell = Math.floor(timeMs / CELL_MS);
    if (cell !== this.#openCell[client] || host !== this.#openHost[client]) this.#open(client, host, cell);
    this.#openCount[client]!++;
  }

  /** Counts the failure of a request. */
  addError(client: number): void {
    this.#errors[client]!++;
  }

  /** Cells in which clients were busy, in order of arrival; one cell of a client may come in parts. */
  busyCells(): readonly ClientCell[] {
    for (let client = 0; client < this.names.length; client++) this.#open(client, 0, -1);
    return this.#busy;
  }

  /** Most requests first, then by client. */
  list(): Access["clients"] {
    return this.names.map((client, id) => ({
      client,
      count: this.requests[id]!,
      errors: this.#errors[id]!,
    })).filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.client, b.client)).slice(0, MAX_LISTED_CLIENTS);
  }

  #open(client: number, host: number, next: number): void {
    const count = this.#openCount[client]!;
    const cell = this.#openCell[client]!;
    if (count >= MIN_KEPT) this.#busy.push({ client, host: this.#openHost[client]!, cell, count });
    else if (count > 0) this.quietCells[client]!++;
    this.#openCell[client] = next;
    this.#openHost[client] = host;
    this.#openCount[client] = 0;
  }
}
