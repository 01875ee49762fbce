/**
 * Chooses how deflate data is inflated.
 *
 * The fast way is the handle inside a `node:zlib` stream: the same zlib without the stream around it, several times as
 * fast, and it delivers everything up to a damage where the stream drops its last chunk. The handle is not documented, so
 * it is tried with known bytes at first use, and {@linkcode PortableInflater} takes its place when it answers otherwise.
 *
 * @module
 */
import { createInflateRaw } from "node:zlib";
import { PortableInflater } from "./portable_inflater.ts";
import {
  HISTORY_BYTES,
  type InflateStatus,
  OUTPUT_BYTES,
  type OutputBuffers,
  type RawInflater,
} from "./raw_inflater.ts";

/** Which inflater to use: the fast one where it works, or always the portable one. */
export type InflateEngine = "fast" | "portable";

interface ZlibHandle {
  onerror: () => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  reset(): void;
  close(): void;
}

interface ZlibStream {
  readonly _handle: ZlibHandle;
  /** `[room left, input left]` after a write. */
  readonly _writeState: Uint32Array;
}

const NO_OUTPUT = new Uint8Array(0);
const NO_FLUSH = 0;
/** Stop after a block. */
const BLOCK = 5;

function hasHandle(stream: object): stream is ZlibStream {
  if (!("_handle" in stream && "_writeState" in stream)) return false;
  const { _handle: handle, _writeState: state } = stream;
  return state instanceof Uint32Array && typeof handle === "object" && handle !== null &&
    ["writeSync", "reset", "close"].every((name) => typeof Reflect.get(handle, name) === "function");
}

class HandleInflater implements RawInflater {
  output: Uint8Array = NO_OUTPUT;
  filled = 0;
  consumed = 0;
  #own: Uint8Array | undefined;
  #buffers: OutputBuffers | undefined;
  /** The last bytes that were drained: a buffer that was lent may be another's by now. */
  readonly #drained = new Uint8Array(HISTORY_BYTES);
  #corrupt = false;
  readonly #handle: ZlibHandle;
  readonly #state: Uint32Array;

  constructor(stream: ZlibStream) {
    this.#handle = stream._handle;
    this.#state = stream._writeState;
    this.#handle.onerror = () => this.#corrupt = true;
    this.useBuffers(undefined);
  }

  inflate(input: Uint8Array, start: number, end: number, stopAtBlock = false): InflateStatus {
    const room = this.output.length - this.filled;
    const flush = stopAtBlock ? BLOCK : NO_FLUSH;
    this.#handle.writeSync(flush, input, start, end - start, this.output, this.filled, room);
    const [roomLeft = 0, inputLeft = 0] = this.#state;
    this.filled += room - roomLeft;
    this.consumed = end - start - inputLeft;
    if (this.#corrupt) return "corrupt";
    // zlib stops with both input and room left only when the stream is over, or a block when that was asked for: the last
    // one too, after which the next step tells the end.
    if (roomLeft === 0 || inputLeft === 0) return "more";
    return stopAtBlock ? "block" : "end";
  }

  drain(): void {
    if (this.filled === 0) return;
    const kept = this.output.subarray(Math.max(0, this.filled - HISTORY_BYTES), this.filled);
    this.#drained.copyWithin(0, kept.length);
    this.#drained.set(kept, HISTORY_BYTES - kept.length);
    this.filled = 0;
    this.useBuffers(this.#buffers);
  }

  lastOutput(byteLength: number): Uint8Array {
    const { filled } = this;
    if (byteLength <= filled) return this.output.slice(filled - byteLength, filled);
    const last = this.#drained.slice(HISTORY_BYTES - byteLength);
    last.copyWithin(0, filled);
    last.set(this.output.subarray(0, filled), byteLength - filled);
    return last;
  }

  useBuffers(buffers: OutputBuffers | undefined): void {
    if (this.output !== this.#own) this.#buffers?.giveBack(this.output);
    this.#buffers = buffers;
    this.output = buffers?.lend() ?? (this.#own ??= new Uint8Array(OUTPUT_BYTES));
  }

  reset(): void {
    this.#corrupt = false;
    this.#handle.reset();
  }

  close(): void {
    this.useBuffers(undefined);
    this.#handle.close();
  }
}

function createHandleInflater(): RawInflater | undefined {
  const stream: object = createInflateRaw();
  return hasHandle(stream) ? new HandleInflater(stream) : undefined;
}

/** A stored block of "om", then the end of the stream and two foreign bytes, or a block of a type that does not exist. */
const GOOD = Uint8Array.of(0, 2, 0, 0xfd, 0xff, 0x6f, 0x6d, 1, 0, 0, 0xff, 0xff, 7, 7);
const BAD = Uint8Array.of(0, 2, 0, 0xfd, 0xff, 0x6f, 0x6d, 7, 7, 7);
const STOP_AT_BLOCK = true;

/** Whether an inflater tells output, end and damage as it must, and can be reset after each. */
export function inflatesCorrectly(inflater: RawInflater): boolean {
  const gives = (status: InflateStatus, input: Uint8Array, start: number, end: number, consumed: number) =>
    inflater.inflate(input, start, end) === status && inflater.consumed === consumed &&
    inflater.filled === 2 &&
    inflater.output[1] === 0x6d;
  const restart = () => {
    inflater.drain();
    inflater.reset();
    return true;
  };
  const stops = () => inflater.inflate(GOOD, 0, 14, STOP_AT_BLOCK) === "block" && inflater.consumed === 7;
  return gives("end", GOOD, 0, 14, 12) && restart() && gives("corrupt", BAD, 0, 10, 8) && restart() &&
    gives("more", GOOD, 0, 7, 7) && gives("end", GOOD, 7, 14, 5) && restart() &&
    stops() && gives("end", GOOD, 7, 14, 5) && restart();
}

function handleWorks(): boolean {
  let inflater: RawInflater | undefined;
  try {
    inflater = createHandleInflater();
    return inflater !== undefined && inflatesCorrectly(inflater);
  } catch {
    // Whatever an unknown handle throws, the answer is the same: use the other inflater.
    return false;
  } finally {
    inflater?.close();
  }
}

let handleIsGood: boolean | undefined;

/** Makes an inflater: over zlib's handle when that passes the self-test, else the portable one. */
export function createRawInflater(engine: InflateEngine = "fast"): RawInflater {
  if (engine === "fast") {
    handleIsGood ??= handleWorks();
    const inflater = handleIsGood ? createHandleInflater() : undefined;
    if (inflater) return inflater;
  }
  return new PortableInflater();
}

/** Keeps inflaters for reuse: an archive may have one gzip member in each of a hundred thousand files. */
export class InflaterPool {
  readonly #engine: InflateEngine;
  readonly #buffers: OutputBuffers | undefined;
  readonly #all: RawInflater[] = [];
  readonly #free: RawInflater[] = [];

  /** Creates an empty pool. Streams are inflated into `buffers`, if there are any. */
  constructor(engine: InflateEngine, buffers?: OutputBuffers) {
    this.#engine = engine;
    this.#buffers = buffers;
  }

  /** Lends an inflater at the beginning of a stream, with empty output. */
  acquire(): RawInflater {
    const inflater = this.acquireTrial();
    inflater.useBuffers(this.#buffers);
    return inflater;
  }

  /** As {@linkcode acquire}, for what nobody but the caller sees. */
  acquireTrial(): RawInflater {
    const inflater = this.#free.pop() ?? this.#create();
    inflater.drain();
    inflater.reset();
    return inflater;
  }

  #create(): RawInflater {
    const inflater = createRawInflater(this.#engine);
    this.#all.push(inflater);
    return inflater;
  }

  /** Takes an inflater back. */
  release(inflater: RawInflater): void {
    inflater.drain();
    inflater.useBuffers(undefined);
    this.#free.push(inflater);
  }

  /** Closes all inflaters, lent ones too. */
  close(): void {
    for (const inflater of this.#all.splice(0)) inflater.close();
  }
}
