type Numbers = Uint32Array | Float64Array;

/** A table that every host has, of which the one of the host that is counted lies where it is counted. */
export class HostTable<C extends Numbers> {
  /** The table of the host that is counted. */
  readonly current: C;
  /** Tables of the other hosts, by number. */
  readonly #others = new Map<number, C>();
  #host = 0;

  /** Starts with a table of zeros. */
  constructor(current: C) {
    this.current = current;
  }

  /** The host (number) that is counted. */
  get host(): number {
    return this.#host;
  }

  /** Puts the table of a host (number) into place; so many entries of tables may be in use. */
  enter(host: number, length: number): void {
    if (host === this.#host) return;
    this.#others.set(this.#host, this.current.slice(0, length) as C);
    const known = this.#others.get(host);
    this.#others.delete(host);
    if (known !== undefined) this.current.set(known);
    this.current.fill(0, known?.length ?? 0, length);
    this.#host = host;
  }

  /** Makes the tables of all hosts zeros; so many entries of tables may be in use. */
  clear(length: number): void {
    this.current.fill(0, 0, length);
    this.#others.clear();
  }
}
