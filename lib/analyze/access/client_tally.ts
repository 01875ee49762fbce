import type { Access } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { resized } from "../resized.ts";
import type { CountMemory } from "./count_memory.ts";

const MAX_LISTED_CLIENTS = 200;
/** Name of what was beyond the cap of a dictionary. */
const OTHER = "(other)";
/** Words of a client, and of a busy cell: see `assembly/places.as.ts`. */
const CLIENT_WORDS = 5;
const BUSY_WORDS = 4;

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
  readonly #memory: CountMemory;
  /** By client id: requests in cells that are closed, those of them with few requests, and the cell that is being counted. */
  readonly #table: Uint32Array;
  #errors = new Uint32Array(64);
  readonly #busy: ClientCell[] = [];

  /** Starts with nothing. */
  constructor(memory: CountMemory) {
    this.#memory = memory;
    this.#table = memory.view(Uint32Array, "CLIENT_TABLE");
  }

  /** Takes new dictionary entries. */
  addNames(names: readonly string[]): void {
    for (const name of names) this.names.push(name);
    if (this.names.length > this.#errors.length) this.#errors = resized(this.#errors, this.names.length);
  }

  /** Takes the busy cells that wait: see `assembly/env.as.ts`. */
  takeBusy(): void {
    const length = this.#memory.exports.busyCount.value;
    const busy = this.#memory.view(Int32Array, "BUSY", BUSY_WORDS * length);
    for (let at = 0; at < busy.length; at += BUSY_WORDS) {
      this.#busy.push({ client: busy[at]!, host: busy[at + 1]!, cell: busy[at + 2]!, count: busy[at + 3]! });
    }
  }

  /** Counts the failure of a request. */
  addError(client: number): void {
    this.#errors[client]!++;
  }

  /** Requests of a client (id). */
  requestsOf(client: number): number {
    return this.#table[client * CLIENT_WORDS]! + this.#table[client * CLIENT_WORDS + 3]!;
  }

  /** Cells with few requests of a client (id). */
  quietCellsOf(client: number): number {
    return this.#table[client * CLIENT_WORDS + 1]!;
  }

  /** Cells in which clients were busy, in order of arrival; one cell of a client may come in parts. */
  busyCells(): readonly ClientCell[] {
    this.#memory.exports.closeAllClients(this.names.length);
    return this.#busy;
  }

  /** Most requests first, then by client. */
  list(): Access["clients"] {
    return this.names.map((client, id) => ({ client, count: this.requestsOf(id), errors: this.#errors[id]! }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compareText(a.client, b.client)).slice(0, MAX_LISTED_CLIENTS);
  }
}
