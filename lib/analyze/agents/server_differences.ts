/** Hosts times agents whose last difference is kept; beyond, hosts are left out. */
const MAX_CELLS = 2_000_000;
const INITIAL_ROWS = 64;

/** The last difference between each agent's clock and each server's. */
export class ServerDifferences {
  /** By server number, then row; NaN: none. */
  readonly #servers = new Map<number, Float32Array>();
  #rows: number = INITIAL_ROWS;
  #scrap: Float32Array = new Float32Array(INITIAL_ROWS);

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    if (rows > this.#rows) this.#rows = Math.max(rows, 2 * this.#rows);
  }

  /** Agent's clock minus the server's in milliseconds, by row, for who counts to write to. */
  of(server: number): Float32Array {
    const known = this.#servers.get(server);
    if (known !== undefined && known.length >= this.#rows) return known;
    const others = this.#servers.size - (known === undefined ? 0 : 1);
    if ((others + 1) * this.#rows > MAX_CELLS) return this.#leftOut(server);
    const differences = new Float32Array(this.#rows).fill(NaN);
    differences.set(known ?? []);
    this.#servers.set(server, differences);
    return differences;
  }

  /** Rows and differences of each server. */
  byServer(): Map<number, (readonly [row: number, differenceMs: number])[]> {
    return new Map(
      [...this.#servers].map(([server, differences]) => [
        server,
        [...differences].flatMap((differenceMs, row) =>
          Number.isNaN(differenceMs) ? [] : [[row, differenceMs] as const]
        ),
      ]),
    );
  }

  #leftOut(server: number): Float32Array {
    this.#servers.delete(server);
    if (this.#scrap.length < this.#rows) this.#scrap = new Float32Array(this.#rows);
    return this.#scrap;
  }
}
