import { HISTORY_BYTES } from "../gzip/raw_inflater.ts";
import { SpilledPoint, type WindowStore } from "./spilled_point.ts";
import type { DraftPoint, StreamDraft } from "./stream_draft.ts";

/** What the points of a file may take in all: 2000 of them, or 8 GiB of output at the default spacing, undisturbed. */
const MAX_BYTES = 64 * 2 ** 20;
/** What points take in memory before their windows are spilled. */
const MEMORY_BYTES = 8 * 2 ** 20;
/** Memory of a point without a window. */
const POINT_BYTES = 128;
/** More points that are needed are as good as others: so much damage is not of this world. */
const MAX_NEEDED = 4096;

/** What points may take, and where. */
export interface PointBudgetOptions {
  /** Bytes of all points. @default {67_108_864} (64 MiB) */
  readonly maxBytes?: number;
  /** Bytes of points before windows are spilled. @default {8_388_608} (8 MiB) */
  readonly memoryBytes?: number;
  /** Takes the windows that are spilled; without it all stay in memory. */
  readonly windows?: WindowStore | undefined;
}

/** Keeps the points of all streams of a file, and their number within bounds. */
export class PointBudget {
  /** Least distance of two points in bytes of output; grows when there are too many of them. */
  spacingBytes: number;
  readonly #streams = new Set<StreamDraft>();
  /** Those in which no member was found yet. */
  readonly #unused = new Set<StreamDraft>();
  readonly #windows: WindowStore | null;
  readonly #window: Uint8Array = new Uint8Array(HISTORY_BYTES);
  readonly #memoryBytes: number;
  #maxBytes: number;
  #bytes = 0;
  #needed = 0;

  /** Creates the budget of one file. */
  constructor(spacingBytes: number, options: PointBudgetOptions = {}) {
    const { maxBytes = MAX_BYTES, memoryBytes = MEMORY_BYTES, windows = null } = options;
    this.spacingBytes = spacingBytes;
    this.#windows = windows;
    this.#memoryBytes = memoryBytes;
    this.#maxBytes = maxBytes;
  }

  /** What the points take, about, those in memory and those that are not. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins a stream. Of earlier ones in which no member was found, none will be, unless this lies in them. */
  open(stream: StreamDraft): void {
    const around = new Set<StreamDraft | undefined>();
    for (let at = stream.source; at; at = at.stream.source) around.add(at.stream);
    for (const unused of this.#unused) if (unused.isUsed || !around.has(unused)) this.#forget(unused);
    this.#streams.add(stream);
    this.#unused.add(stream);
  }

  #forget(stream: StreamDraft): void {
    this.#unused.delete(stream);
    if (stream.isUsed || !this.#streams.delete(stream)) return;
    for (const point of stream.points.splice(0)) this.#bytes -= costOf(point);
  }

  /** Adds a point at the end of a stream, in place of one after which nothing came out. */
  add(stream: StreamDraft, point: DraftPoint): void {
    if (stream.points.at(-1)?.outOffset === point.outOffset) this.removeLast(stream);
    stream.points.push(this.#kept({ ...point, isNeeded: point.isNeeded && this.#needed++ < MAX_NEEDED }));
    this.#bytes += costOf(point);
    if (this.#bytes > this.#maxBytes) this.#thin();
  }

  #kept(point: DraftPoint): DraftPoint {
    const isSpilled = this.#windows !== null && point.window.length > 0 && this.#bytes > this.#memoryBytes;
    return isSpilled ? new SpilledPoint(point, this.#windows, this.#window) : point;
  }

  /** Takes the last point of a stream away. */
  removeLast(stream: StreamDraft): void {
    const last = stream.points.pop();
    if (last) this.#bytes -= costOf(last);
  }

  #thin(): void {
    this.spacingBytes *= 2;
    this.#bytes = 0;
    let keptBytes = 0;
    for (const stream of this.#streams) {
      stream.points = stream.points.filter(({ isNeeded }, i) => i % 2 === 0 || isNeeded);
      for (const [i, point] of stream.points.entries()) {
        this.#bytes += costOf(point);
        if (i === 0 || point.isNeeded) keptBytes += costOf(point);
      }
    }
    // Where most cannot be dropped, trying at every point would take quadratic time.
    this.#maxBytes = Math.max(this.#maxBytes, 2 * keptBytes);
  }
}

function costOf(point: DraftPoint): number {
  return POINT_BYTES + (point instanceof SpilledPoint ? point.windowBytes : point.window.length);
}
