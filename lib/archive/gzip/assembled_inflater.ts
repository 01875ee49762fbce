import { INFLATE_WASM } from "./inflate_wasm.ts";
import {
  HEADROOM_BYTES,
  HISTORY_BYTES,
  type InflateStatus,
  OUTPUT_BYTES,
  type OutputBuffers,
  type RawInflater,
} from "./raw_inflater.ts";

interface ExportedNumber {
  readonly value: number;
}

/** What the module exports. Places are bytes of the memory. */
interface InflateExports {
  /** Most bytes of input of a call; they lie at the beginning of a space. */
  readonly INPUT_BYTES: ExportedNumber;
  /** Where in a space everything begins that must stay from call to call. */
  readonly FIELDS: ExportedNumber;
  /** How long a space is. It ends `HISTORY_BYTES` before the output. */
  readonly SPACE_BYTES: ExportedNumber;
  readonly consumed: ExportedNumber;
  readonly unusedBits: ExportedNumber;
  readonly outputEnd: ExportedNumber;
  reset(space: number): void;
  inflate(space: number, length: number, from: number, to: number, stopAt: number): number;
}

/** An output buffer in a memory. */
interface Place {
  readonly exports: InflateExports;
  readonly memory: Uint8Array;
  readonly output: Uint8Array;
}

const STATUSES = ["more", "block", "end", "corrupt"] as const satisfies readonly InflateStatus[];
const PAGE_BYTES = 65_536;
const OWN_PAGES = (HEADROOM_BYTES + OUTPUT_BYTES) / PAGE_BYTES;
const MAX_ADDRESS = 0xffff_ffff;

/** Compiled once; null: it cannot be. */
let compiled: WebAssembly.Module | null | undefined;
const instances = new WeakMap<WebAssembly.Memory, InflateExports>();

/**
 * Inflates in WebAssembly, straight into the buffers that are lent where they lie in its memory. It works in the room before
 * the output; what it needs of that for the next buffer is kept here from the moment at which a buffer is full, since then others
 * write there.
 */
export class AssembledInflater implements RawInflater {
  filled = 0;
  consumed = 0;
  unusedBits = 0;
  readonly #own: Place;
  #place: Place;
  #buffers: OutputBuffers | undefined;
  /** What stays from call to call, then the last output: of a buffer that was full. */
  readonly #kept: Uint8Array;
  readonly #fieldBytes: number;
  #isKept = false;
  #status: InflateStatus = "more";
  /** Whether the next step begins a stream. */
  #isNew = true;

  /**
   * Creates an inflater with a buffer of its own.
   *
   * @throws {RangeError} when there is no room for it
   */
  constructor(module: WebAssembly.Module) {
    const memory = new WebAssembly.Memory({ initial: OWN_PAGES, maximum: OWN_PAGES, shared: true });
    const output = new Uint8Array(memory.buffer, HEADROOM_BYTES, OUTPUT_BYTES);
    this.#place = this.#own = placeOf(module, memory, output);
    const { SPACE_BYTES, FIELDS } = this.#own.exports;
    this.#fieldBytes = SPACE_BYTES.value - FIELDS.value;
    this.#kept = new Uint8Array(this.#fieldBytes + HISTORY_BYTES);
  }

  get output(): Uint8Array {
    return this.#place.output;
  }

  inflate(input: Uint8Array, start: number, end: number, stopAt: number = Infinity): InflateStatus {
    const { exports, output } = this.#place;
    const space = this.#historyAt - exports.SPACE_BYTES.value;
    if (this.#isNew) exports.reset(space);
    this.#isNew = false;
    const stop = Math.min(MAX_ADDRESS, output.byteOffset + Math.max(0, stopAt));
    this.consumed = 0;
    for (;;) {
      const before = this.filled;
      const used = this.#step(space, input, start + this.consumed, end, stop);
      this.consumed += used;
      if (this.filled === output.length) this.#keep();
      const isStuck = this.filled === output.length || (used === 0 && this.filled === before);
      if (this.#status !== "more" || isStuck || start + this.consumed === end) return this.#status;
    }
  }

  /** Inflates what a space takes of the input, and returns how much of it was used. */
  #step(space: number, input: Uint8Array, start: number, end: number, stop: number): number {
    const { exports, memory, output } = this.#place;
    const length = Math.min(end - start, exports.INPUT_BYTES.value);
    memory.set(input.subarray(start, start + length), space);
    const at = output.byteOffset;
    const status = exports.inflate(space, length, at + this.filled, at + output.length, stop);
    this.filled = exports.outputEnd.value - at;
    this.unusedBits = exports.unusedBits.value;
    this.#status = STATUSES[status] ?? "corrupt";
    return exports.consumed.value;
  }

  drain(): void {
    if (this.filled === 0) return;
    if (!this.#isKept) this.#keep();
    this.filled = 0;
    this.useBuffers(this.#buffers);
    this.#place.memory.set(this.#kept, this.#historyAt - this.#fieldBytes);
    this.#isKept = false;
  }

  lastOutput(byteLength: number): Uint8Array {
    const end = this.output.byteOffset + this.filled;
    // Several times as fast as slice(), of shared memory.
    const last = new Uint8Array(byteLength);
    last.set(this.#place.memory.subarray(end - byteLength, end));
    return last;
  }

  useBuffers(buffers: OutputBuffers | undefined): void {
    if (this.#place !== this.#own) this.#buffers?.giveBack(this.output);
    this.#buffers = buffers;
    this.#place = (buffers && lentPlace(buffers)) ?? this.#own;
  }

  reset(): void {
    this.#isNew = true;
  }

  close(): void {
    this.useBuffers(undefined);
  }

  get #historyAt(): number {
    return this.output.byteOffset - HISTORY_BYTES;
  }

  #keep(): void {
    const { memory } = this.#place;
    const end = this.output.byteOffset + this.filled;
    this.#kept.set(memory.subarray(this.#historyAt - this.#fieldBytes, this.#historyAt));
    this.#kept.set(memory.subarray(end - HISTORY_BYTES, end), this.#fieldBytes);
    this.#isKept = true;
  }
}

/** A buffer that is lent, if an inflater can work there. */
function lentPlace(buffers: OutputBuffers): Place | undefined {
  const { memory } = buffers;
  const module = memory && compileInflate();
  if (!module) return undefined;
  const output = buffers.lend();
  if (output.buffer instanceof SharedArrayBuffer) return placeOf(module, memory, output);
  buffers.giveBack(output);
  return undefined;
}

function placeOf(module: WebAssembly.Module, memory: WebAssembly.Memory, output: Uint8Array): Place {
  let exports = instances.get(memory);
  if (exports === undefined) {
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    exports = instance.exports as unknown as InflateExports;
    instances.set(memory, exports);
  }
  // Not `memory.buffer`: that is another object once the memory has grown.
  return { exports, memory: new Uint8Array(output.buffer), output };
}

/** The inflater, compiled once; null: this host has no WebAssembly, or none with SIMD. */
export function compileInflate(): WebAssembly.Module | null {
  if (compiled === undefined) compiled = compile();
  return compiled;
}

function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(INFLATE_WASM), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
