import { InflateRoom } from "./inflate_room.ts";
import { INFLATE_WASM } from "./inflate_wasm.ts";
import {
  HISTORY_BYTES,
  type InflateStatus,
  OUTPUT_BYTES,
  type OutputBuffers,
  type RawInflater,
  WORK_BYTES,
} from "./raw_inflater.ts";

/** An output buffer in a memory. */
interface Place {
  readonly room: InflateRoom;
  readonly memory: Uint8Array;
  readonly output: Uint8Array;
}

const STATUSES = ["more", "block", "end", "corrupt"] as const satisfies readonly InflateStatus[];
const PAGE_BYTES = 65_536;
const OWN_BYTES = WORK_BYTES + HISTORY_BYTES + OUTPUT_BYTES;
const OWN_PAGES = Math.ceil(OWN_BYTES / PAGE_BYTES);
const MAX_ADDRESS = 0xffff_ffff;

/** Compiled once; null: it cannot be. */
let compiled: WebAssembly.Module | null | undefined;
const rooms = new WeakMap<WebAssembly.Memory, InflateRoom>();

/**
 * Inflates in WebAssembly, straight into the buffers that are lent where they lie in its memory. Matches reach back before the
 * output; what they may reach from the next buffer is kept here from the moment at which a buffer is full, since then others write
 * there.
 */
export class AssembledInflater implements RawInflater {
  filled = 0;
  consumed = 0;
  unusedBits = 0;
  readonly #own: Place;
  #place: Place;
  #buffers: OutputBuffers | undefined;
  /** The last output of a buffer that was full. */
  readonly #history = new Uint8Array(HISTORY_BYTES);
  /** What stays from call to call while others work in the room. */
  readonly #fields: Uint8Array;
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
    const output = new Uint8Array(memory.buffer, WORK_BYTES + HISTORY_BYTES, OUTPUT_BYTES);
    this.#place = this.#own = placeOf(module, memory, output, 0);
    this.#fields = new Uint8Array(this.#own.room.fieldBytes);
  }

  get output(): Uint8Array {
    return this.#place.output;
  }

  inflate(input: Uint8Array, start: number, end: number, stopAt: number = Infinity): InflateStatus {
    const { room, output } = this.#place;
    room.enter(this.#fields);
    if (this.#isNew) room.exports.reset(room.at);
    this.#isNew = false;
    const stop = Math.min(MAX_ADDRESS, output.byteOffset + Math.max(0, stopAt));
    this.consumed = 0;
    for (;;) {
      const before = this.filled;
      const used = this.#step(input, start + this.consumed, end, stop);
      this.consumed += used;
      if (this.filled === output.length) this.#keep();
      const isStuck = this.filled === output.length || (used === 0 && this.filled === before);
      if (this.#status !== "more" || isStuck || start + this.consumed === end) return this.#status;
    }
  }

  /** Inflates what a space takes of the input, and returns how much of it was used. */
  #step(input: Uint8Array, start: number, end: number, stop: number): number {
    const { room: { exports, at: space }, memory, output } = this.#place;
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
    this.#place.memory.set(this.#history, this.output.byteOffset - HISTORY_BYTES);
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
    const place = (buffers && lentPlace(buffers)) ?? this.#own;
    if (place.room !== this.#place.room) this.#place.room.leave(this.#fields);
    this.#place = place;
  }

  reset(): void {
    this.#isNew = true;
  }

  close(): void {
    this.useBuffers(undefined);
  }

  #keep(): void {
    const end = this.output.byteOffset + this.filled;
    this.#history.set(this.#place.memory.subarray(end - HISTORY_BYTES, end));
    this.#isKept = true;
  }
}

/** A buffer that is lent, if an inflater can work there. */
function lentPlace(buffers: OutputBuffers): Place | undefined {
  const { memory, workAt } = buffers;
  if (memory === undefined || workAt === undefined) return undefined;
  const module = compileInflate();
  if (module === null) return undefined;
  const output = buffers.lend();
  if (output.buffer instanceof SharedArrayBuffer) return placeOf(module, memory, output, workAt);
  buffers.giveBack(output);
  return undefined;
}

function placeOf(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  output: Uint8Array,
  workAt: number,
): Place {
  const room = rooms.get(memory) ?? new InflateRoom(module, memory, workAt);
  rooms.set(memory, room);
  // Not `memory.buffer`: that is another object once the memory has grown.
  return { room, memory: new Uint8Array(output.buffer), output };
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
