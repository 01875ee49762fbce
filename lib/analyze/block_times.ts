import { TIMES_WASM } from "./times_wasm.ts";

/** Most rows of a stretch. */
export const STRETCH_ROWS: number = 1 << 14;

const INITIAL_ROWS = 2 * STRETCH_ROWS;
const PAGE_BYTES = 65_536;
/** Bytes of a time, a step and a run: its minute, and the row after it. */
const [TIME_BYTES, STEP_BYTES, RUN_BYTES] = [8, 2, 16] as const;
const [MINUTE, END] = [0, 2] as const;

/** The times of some rows of a block. */
export interface TimeStretch {
  /** First row. */
  readonly from: number;
  /** Row after the last. */
  readonly to: number;
  /** First time, epoch milliseconds. */
  readonly startMs: number;
  /** Last time, epoch milliseconds. */
  readonly endMs: number;
  /** How much each differs from the one before; null: 16 bits do not hold it. */
  readonly steps: Int16Array | null;
}

/** Times of a block's records; valid until the next block is read. */
export interface BlockTimes {
  /** All its rows. */
  readonly stretches: readonly TimeStretch[];
  /** Least time, epoch milliseconds. */
  readonly startMs: number;
  /** Greatest time, epoch milliseconds. */
  readonly endMs: number;
  /** Runs of rows in one minute. */
  readonly runs: number;
  /** Minute of a run, since the epoch. */
  minuteOf(run: number): number;
  /** Row after a run. */
  endOf(run: number): number;
}

/** What the module exports. */
interface TimesExports {
  readonly memory: WebAssembly.Memory;
  readonly startMs: { readonly value: number };
  readonly endMs: { readonly value: number };
  readMinutes(times: number, length: number, to: number): number;
  readSteps(times: number, length: number, steps: number): number;
}

/** Reads the times of one block after another. */
export class TimesReader {
  readonly #exports: TimesExports = instantiate();
  #rows = 0;
  #times = new Float64Array(0);
  #steps = new Int16Array(0);
  #runMinutes = new Float64Array(0);
  #runEnds = new Uint32Array(0);

  /** Reads the times of a block; epoch milliseconds. */
  read(timeMs: Float64Array): BlockTimes {
    const { length } = timeMs;
    if (length > this.#rows) this.#grow(Math.max(INITIAL_ROWS, 2 ** Math.ceil(Math.log2(length))));
    this.#times.set(timeMs);
    const { readMinutes } = this.#exports;
    const stretches: TimeStretch[] = [];
    for (let from = 0; from < length; from += STRETCH_ROWS) {
      stretches.push(this.#readStretch(from, Math.min(length, from + STRETCH_ROWS)));
    }
    return {
      stretches,
      startMs: Math.min(...stretches.map(({ startMs }) => startMs)),
      endMs: Math.max(...stretches.map(({ endMs }) => endMs)),
      runs: readMinutes(this.#times.byteOffset, length, this.#runMinutes.byteOffset),
      minuteOf: (run) => this.#runMinutes[run * RUN_BYTES / TIME_BYTES + MINUTE]!,
      endOf: (run) => this.#runEnds[run * RUN_BYTES / 4 + END]!,
    };
  }

  #readStretch(from: number, to: number): TimeStretch {
    const { readSteps, startMs, endMs } = this.#exports;
    const times = this.#times.byteOffset + TIME_BYTES * from;
    const isNear = readSteps(times, to - from, this.#steps.byteOffset + STEP_BYTES * from) !== 0;
    const steps = isNear ? this.#steps.subarray(from, to) : null;
    return { from, to, startMs: startMs.value, endMs: endMs.value, steps };
  }

  #grow(rows: number): void {
    const { memory } = this.#exports;
    const bytes = (TIME_BYTES + STEP_BYTES + RUN_BYTES) * rows;
    const at = memory.grow(Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
    const buffer = memory.buffer as ArrayBuffer;
    this.#rows = rows;
    this.#times = new Float64Array(buffer, at, rows);
    this.#runMinutes = new Float64Array(buffer, at + TIME_BYTES * rows, rows * RUN_BYTES / TIME_BYTES);
    this.#runEnds = new Uint32Array(buffer, this.#runMinutes.byteOffset, rows * RUN_BYTES / 4);
    this.#steps = new Int16Array(buffer, at + (TIME_BYTES + RUN_BYTES) * rows, rows);
  }
}

function instantiate(): TimesExports {
  const module = new WebAssembly.Module(Uint8Array.from(atob(TIMES_WASM), (char) => char.charCodeAt(0)));
  return new WebAssembly.Instance(module).exports as unknown as TimesExports;
}
