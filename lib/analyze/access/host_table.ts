/** A table that every host has, of which the one of the host that is counted lies where it is counted. */
export class HostTable {
  /** The table of the host that is counted. */
  readonly current: Uint32Array;
  /** Tables of the other hosts, by number. */
  readonly #others = new Map<number, Uint32Array>();
  #host = 0;

  /** Starts with a table of zeros. */
  constructor(current: Uint32Array) {
    this.current = current;
  }

  /** The host (number) that is counted. */
  get host(): number {
    return this.#host;
  }

  /** Puts the table of a host (number) into place; so many entries of tables may be in use. */
  enter(host: number, length: number): void {
    if (host === this.#host) return;
    this.#others.set(this.#host, this.current.slice(0, length));
    const known = this.#others.get(host);
    this.#others.delete(host);
    if (known !== undefined) this.current.set(known);
    this.current.fill(0, known?.length ?? 0, length);
    this.#host = host;
  }
}
