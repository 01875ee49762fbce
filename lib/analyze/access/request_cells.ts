/** Width of the cells. */
export const CELL_MS = 300_000;
/** Each class of latency is 1.41 times the one before; 0: the layout has none. */
export const LATENCY_CLASSES = 32;

const MAX_ENTRIES = 4_000_000;
/** With so many entries, only routes with at least this many requests get more. */
const BUSY_ROUTE = 1000;
const COUNT_RANGE = 2 ** 26;

/** Takes the requests of one class of latency in one cell: the number of the cell since the epoch, and how many. */
export type CellVisitor = (cell: number, latencyClass: number, count: number) => void;

/** The requests of one route on one host. */
export interface CellSeries {
  /** Route id. */
  readonly route: number;
  /** Host number. */
  readonly host: number;
  /** Requests. */
  readonly total: number;
  /** Visits its cells, in order of arrival; one cell may come in parts. */
  readonly forEach: (visit: CellVisitor) => void;
}

/** Beyond so many routes on hosts, routes are no longer told apart. */
const MAX_SERIES = 50_000;

interface OpenSeries {
  readonly number: number;
  readonly route: number;
  readonly host: number;
  readonly counts: Uint32Array;
  readonly classes: number[];
  cell: number;
  total: number;
}

/** Counts of requests by route, host, five minutes and class of latency: 24 bytes for each combination that occurs. */
export class RequestCells {
  /** By host, then route. */
  readonly #open: OpenSeries[][] = [];
  readonly #series: OpenSeries[] = [];
  readonly #owners: number[] = [];
  readonly #cells: number[] = [];
  readonly #counts: number[] = [];

  /** Counts a request. */
  add(route: number, host: number, timeMs: number, latencyMs: number): void {
    const series = this.#seriesOf(route, host);
    const cell = Math.floor(timeMs / CELL_MS);
    if (cell !== series.cell) this.#close(series, cell);
    const latency = latencyClass(latencyMs);
    if (series.counts[latency]!++ === 0) series.classes.push(latency);
    series.total++;
  }

  /** All series, by first arrival. */
  list(): CellSeries[] {
    for (const series of this.#series) this.#close(series, NaN);
    const rows = Map.groupBy(this.#owners.keys(), (row) => this.#owners[row]!);
    return this.#series.map(({ route, host, total }, number) => ({
      route,
      host,
      total,
      forEach: (visit) => this.#visit(rows.get(number) ?? [], visit),
    }));
  }

  #seriesOf(route: number, host: number): OpenSeries {
    const routes = this.#open[host] ??= [];
    const known = routes[route];
    if (known !== undefined) return known;
    if (this.#series.length >= MAX_SERIES && route !== 0) return routes[route] = this.#seriesOf(0, host);
    const counts = new Uint32Array(LATENCY_CLASSES);
    const series = { number: this.#series.length, route, host, counts, classes: [], cell: NaN, total: 0 };
    this.#series.push(series);
    return routes[route] = series;
  }

  #close(series: OpenSeries, next: number): void {
    const isKept = this.#owners.length < MAX_ENTRIES || series.total >= BUSY_ROUTE;
    for (const latency of series.classes) {
      if (isKept) {
        this.#owners.push(series.number);
        this.#cells.push(series.cell);
        this.#counts.push(latency * COUNT_RANGE + Math.min(series.counts[latency]!, COUNT_RANGE - 1));
      }
      series.counts[latency] = 0;
    }
    series.classes.length = 0;
    series.cell = next;
  }

  #visit(rows: readonly number[], visit: CellVisitor): void {
    for (const row of rows) {
      const packed = this.#counts[row]!;
      visit(this.#cells[row]!, Math.floor(packed / COUNT_RANGE), packed % COUNT_RANGE);
    }
  }
}

/** Requests in a time; cells at its edges count by their share of it. */
export function requestsBetween(
  cells: readonly CellSeries[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  let sum = 0;
  for (const { forEach } of cells) {
    forEach((cell, _latency, count) => {
      const sharedMs = Math.min(toMs, (cell + 1) * CELL_MS) - Math.max(fromMs, cell * CELL_MS);
      if (sharedMs > 0) sum += count * sharedMs / CELL_MS;
    });
  }
  return sum;
}

/** Class of a latency: two for each doubling. */
export function latencyClass(latencyMs: number): number {
  if (!(latencyMs >= 0)) return 0;
  const value = Math.min(latencyMs, 1e9) + 1 | 0;
  const doublings = 31 - Math.clz32(value);
  const half = doublings === 0 ? 0 : (value >>> (doublings - 1)) & 1;
  return Math.min(LATENCY_CLASSES - 1, 1 + 2 * doublings + half);
}

/** Least latency of a class, milliseconds. */
export function classFloorMs(latencyClass: number): number {
  if (latencyClass === 0) return 0;
  const doublings = (latencyClass - 1) >> 1;
  return 2 ** doublings * ((latencyClass - 1) % 2 === 1 ? 1.5 : 1) - 1;
}
