import { resized } from "../resized.ts";
import { CELL_MS, CellCounts } from "./cell_counts.ts";
import { LATENCY_CLASSES } from "./latency_class.ts";
import type { RequestBatch } from "./request_batch.ts";

const MAX_ENTRIES = 4_000_000;
/** With so many entries, only routes with at least this many requests get more. */
const BUSY_ROUTE = 1000;
/** Beyond so many routes on hosts, routes are no longer told apart. */
const MAX_SERIES = 50_000;
/** A count has the class of latency in the bits above these. */
const COUNT_BITS = 26;
const MAX_COUNT = 2 ** COUNT_BITS - 1;

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
  /** Number of a series, by host, then route; 0: none. */
  readonly #numbers: Uint32Array[] = [];
  readonly #series: { readonly route: number; readonly host: number }[] = [{ route: 0, host: 0 }];
  /** By series: requests, the cell that is being counted, and its counts by class. */
  #totals = new Float64Array(64);
  #cells = new Int32Array(64);
  #open = new Uint32Array(64 * LATENCY_CLASSES);
  readonly #counts = new CellCounts();
  #list: CellSeries[] | null = null;

  /** Counts requests. */
  addBatch({ columns: { length, route }, cell, latency, host }: RequestBatch): void {
    this.#list = null;
    let [numbers, cells, open] = [this.#numbers[host] ??= new Uint32Array(64), this.#cells, this.#open];
    for (let row = 0; row < length; row++) {
      const id = route[row]!;
      if (id >= numbers.length || numbers[id] === 0) {
        this.#numberFor(id, host);
        [numbers, cells, open] = [this.#numbers[host]!, this.#cells, this.#open];
      }
      const number = numbers[id]!;
      if (cells[number] !== cell[row]) this.#close(number, cell[row]!);
      open[number * LATENCY_CLASSES + latency[row]!]!++;
    }
  }

  /** All series, by first arrival. */
  list(): readonly CellSeries[] {
    return this.#list ??= this.#sorted();
  }

  #sorted(): CellSeries[] {
    for (let number = 1; number < this.#series.length; number++) this.#close(number, this.#cells[number]!);
    const { ends, cell, count } = this.#counts.sorted(this.#series.length);
    return this.#series.map(({ route, host }, number) => ({
      route,
      host,
      total: this.#totals[number]!,
      cells: cell.subarray(ends[number - 1] ?? 0, ends[number]),
      counts: count.subarray(ends[number - 1] ?? 0, ends[number]),
    })).slice(1);
  }

  #numberFor(route: number, host: number): number {
    const numbers = this.#numbers[host]!;
    const known = numbers[route] ?? 0;
    if (known > 0) return known;
    if (route >= numbers.length) this.#numbers[host] = resized(numbers, route + 1);
    const isOver = this.#series.length > MAX_SERIES && route !== 0;
    const number = isOver ? this.#numberFor(0, host) : this.#newSeries(route, host);
    return this.#numbers[host]![route] = number;
  }

  #newSeries(route: number, host: number): number {
    const number = this.#series.push({ route, host }) - 1;
    if (number >= this.#totals.length) {
      this.#totals = resized(this.#totals, number + 1);
      this.#cells = resized(this.#cells, number + 1);
      this.#open = resized(this.#open, this.#totals.length * LATENCY_CLASSES);
    }
    return number;
  }

  #close(number: number, next: number): void {
    const [start, open] = [number * LATENCY_CLASSES, this.#open];
    let sum = 0;
    for (let at = start; at < start + LATENCY_CLASSES; at++) sum += open[at]!;
    this.#totals[number]! += sum;
    const isKept = this.#counts.length < MAX_ENTRIES || this.#totals[number]! >= BUSY_ROUTE;
    for (let latency = 0; latency < LATENCY_CLASSES; latency++) {
      const count = open[start + latency]!;
      if (count === 0) continue;
      open[start + latency] = 0;
      if (isKept) this.#counts.add(number, this.#cells[number]!, packed(latency, count));
    }
    this.#cells[number] = next;
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

function packed(latency: number, count: number): number {
  return latency * (MAX_COUNT + 1) + Math.min(count, MAX_COUNT);
}

/** Requests in a time; cells at its edges count by their share of it. */
export function requestsBetween(
  series: readonly CellSeries[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  let sum = 0;
  for (const { cells, counts } of series) {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      const sharedMs = Math.min(toMs, (cell + 1) * CELL_MS) - Math.max(fromMs, cell * CELL_MS);
      if (sharedMs > 0) sum += requestsIn(counts[i]!) * sharedMs / CELL_MS;
    }
  }
  return sum;
}
