import { CELL_MS, CellCounts } from "./cell_counts.ts";
import type { CountMemory } from "./count_memory.ts";
import { HostTable } from "./host_table.ts";

/** Beyond so many routes on hosts, routes are no longer told apart. */
const MAX_SERIES = 50_000;
/** A count has the class of latency in the bits above these. */
const COUNT_BITS = 26;
const MAX_COUNT = 2 ** COUNT_BITS - 1;
/** Doubles of a series: see `assembly/places.as.ts`. */
const SERIES_DOUBLES = 18;

/** The requests of one route on one host, by cell and class of latency; one cell may come in parts. */
export interface CellSeries {
  /** Route id. */
  readonly route: number;
  /** Host number. */
  readonly host: number;
  /** Requests. */
  readonly total: number;
  /** Of each count, the number of the cell since the epoch. */
  readonly cells: Int32Array;
  /** Requests and their class of latency: {@linkcode requestsIn} and {@linkcode classIn} take them apart. */
  readonly counts: Uint32Array;
}

/** Counts of requests by route, host, five minutes and class of latency: 10 bytes for each combination that occurs. */
export class RequestCells {
  readonly #memory: CountMemory;
  /** Number of a series by route, of the host that is counted; 0: none. */
  readonly #numbers: HostTable;
  readonly #series: { readonly route: number; readonly host: number }[] = [{ route: 0, host: 0 }];
  readonly #counts = new CellCounts();
  #list: CellSeries[] | null = null;

  /** Starts with nothing. */
  constructor(memory: CountMemory) {
    this.#memory = memory;
    this.#numbers = new HostTable(memory.view(Uint32Array, "SERIES_OF", memory.at("MAX_ROUTES")));
  }

  /** From now on requests are of this host (number); there are so many routes. */
  enterHost(host: number, routes: number): void {
    this.#numbers.enter(host, routes);
  }

  /** Number of the series of a route on the host that is counted: see `assembly/env.as.ts`. */
  seriesOf(route: number): number {
    const numbers = this.#numbers.current;
    if (numbers[route]! > 0) return numbers[route]!;
    const isOver = this.#series.length > MAX_SERIES && route !== 0;
    return numbers[route] = isOver
      ? this.seriesOf(0)
      : this.#series.push({ route, host: this.#numbers.host }) - 1;
  }

  /** Takes the counts of closed cells that wait. */
  takeCounts(): void {
    const memory = this.#memory;
    const length = memory.exports.countCount.value;
    this.#counts.addAll(
      memory.view(Uint16Array, "COUNT_OWNERS", length),
      memory.view(Int32Array, "COUNT_CELLS", length),
      memory.view(Uint32Array, "COUNTS", length),
    );
    this.#list = null;
  }

  /** All series, by first arrival. */
  list(): readonly CellSeries[] {
    this.#memory.exports.closeAllSeries(this.#series.length - 1);
    return this.#list ??= this.#sorted();
  }

  #sorted(): CellSeries[] {
    const totals = this.#memory.view(Float64Array, "SERIES_TABLE");
    const { ends, cell, count } = this.#counts.sorted(this.#series.length);
    return this.#series.map(({ route, host }, number) => ({
      route,
      host,
      total: totals[number * SERIES_DOUBLES]!,
      cells: cell.subarray(ends[number - 1] ?? 0, ends[number]),
      counts: count.subarray(ends[number - 1] ?? 0, ends[number]),
    })).slice(1);
  }
}

/** Class of latency of a count. */
export function classIn(count: number): number {
  return count >>> COUNT_BITS;
}

/** Requests of a count. */
export function requestsIn(count: number): number {
  return count & MAX_COUNT;
}

/** Requests in a time; cells at its edges count by their share of it. */
export function requestsBetween(
  series: readonly CellSeries[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const first = Math.floor(fromMs / CELL_MS);
  let sum = 0;
  for (const { cells, counts } of series) {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      // Most are elsewhere.
      if (cell < first || cell * CELL_MS >= toMs) continue;
      const sharedMs = Math.min(toMs, (cell + 1) * CELL_MS) - Math.max(fromMs, cell * CELL_MS);
      if (sharedMs > 0) sum += requestsIn(counts[i]!) * sharedMs / CELL_MS;
    }
  }
  return sum;
}
