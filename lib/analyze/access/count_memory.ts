import { COUNT_WASM } from "./count_wasm.ts";

let compiled: WebAssembly.Module | undefined;

/** What is seldom needed while requests are counted; see `assembly/env.as.ts`. */
export interface CountImports {
  /** Bucket of a latency and, from bit 16 on, its class. */
  latencyKind(latencyMs: number): number;
  /** Number of a route and status, which has its record from then on. */
  pairOf(route: number, status: number): number;
  /** Number of the series of a route on the host that is counted. */
  seriesOf(route: number): number;
  /** Takes the counts of closed cells that wait. */
  takeCounts(): void;
  /** Takes the busy cells of clients that wait. */
  takeBusy(): void;
  /** Takes what was counted of the open cell, before the next one is. */
  takeTraffic(next: number): void;
  /** Takes note that a server (number) serves a row. */
  addServer(row: number, host: number): void;
  /** Puts the day of a time, and where its words are, where they are looked for. */
  enterDay(row: number, timeMs: number): void;
  /** Counts a difference of clocks that is not small. */
  addLargeOffset(row: number, offsetMs: number): void;
}

/** Where something lies, or how much of it there may be: see `assembly/places.as.ts`. */
export type CountPlace =
  | "AGENTS"
  | "AGENT_TABLE"
  | "AGENT_TIMES"
  | "BUSY"
  | "BYTES"
  | "CLIENTS"
  | "CLIENT_TABLE"
  | "COUNTS"
  | "COUNT_CELLS"
  | "COUNT_OWNERS"
  | "DAYS"
  | "DAY_WORDS"
  | "DIFFERENCES"
  | "DIGEST_ROWS"
  | "END"
  | "KEPT_ROWS"
  | "LATENCIES"
  | "LATENCY_KINDS"
  | "MAX_AGENTS"
  | "MAX_BUSY"
  | "MAX_CLIENTS"
  | "MAX_COUNTS"
  | "MAX_PAIRS"
  | "MAX_ROUTES"
  | "MAX_ROWS"
  | "MAX_WORDS"
  | "OFFSETS"
  | "OFFSET_BUCKET_OF"
  | "OPEN_BUCKETS"
  | "PAIR_TABLE"
  | "ROUTES"
  | "ROUTE_TABLE"
  | "SERIES_OF"
  | "SERIES_TABLE"
  | "SKETCHES"
  | "STATUSES"
  | "TIMES"
  | "USED_BUCKETS"
  | "WORDS";

interface ExportedNumber {
  value: number;
}

/** What the module exports. */
interface CountExports extends Readonly<Record<CountPlace, Readonly<ExportedNumber>>> {
  readonly memory: WebAssembly.Memory;
  /** How often bins of the timeline were made twice as wide. */
  readonly timelineShift: ExportedNumber;
  readonly keptCount: Readonly<ExportedNumber>;
  readonly digestCount: Readonly<ExportedNumber>;
  readonly countCount: Readonly<ExportedNumber>;
  readonly busyCount: Readonly<ExportedNumber>;
  readonly openRequests: Readonly<ExportedNumber>;
  readonly openMaxMs: Readonly<ExportedNumber>;
  readonly usedBuckets: Readonly<ExportedNumber>;
  countRequests(rows: number, host: number): void;
  clearTraffic(): void;
  closeAllSeries(last: number): void;
  closeAllClients(clients: number): void;
}

/**
 * An instance of the counter in WebAssembly, and the memory that it counts in: 121 MiB of addresses, of which only what is used
 * takes memory.
 */
export class CountMemory {
  /** What the module exports. */
  readonly exports: CountExports;
  readonly #buffer: ArrayBufferLike;

  /** Starts with nothing counted. */
  constructor(imports: CountImports) {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(COUNT_WASM), (char) => char.charCodeAt(0)));
    const instance = new WebAssembly.Instance(compiled, { "env.as": { ...imports } });
    this.exports = instance.exports as unknown as CountExports;
    this.#buffer = this.exports.memory.buffer;
  }

  /** Where a place is, bytes; or a number of entries. */
  at(place: CountPlace): number {
    return this.exports[place].value;
  }

  /** So many elements from a place on, or all there are. */
  view<C>(
    Column: new (buffer: ArrayBufferLike, byteOffset: number, length?: number) => C,
    place: CountPlace,
    length?: number,
  ): C {
    return new Column(this.#buffer, this.at(place), length);
  }
}
