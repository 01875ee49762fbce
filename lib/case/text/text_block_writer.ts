import { startWorker } from "../../scan/start_worker.ts";
import { readSpooled } from "./read_spooled.ts";
import { type SpooledText, type TextPiece, TextSpool } from "./text_spool.ts";
import type { TextOrder, TextReply } from "./text_worker.ts";

/** Uncompressed size of a block of text, but for the last of a member. */
export const TEXT_BLOCK_BYTES: number = 1024 * 1024;
/** Text that is compressed together: a message for each block would cost more. */
const BATCH_BYTES = 4 * TEXT_BLOCK_BYTES;
/** Members without many bytes are no reason for long messages. */
const MAX_PIECES = 1024;
/** One is filled, one is compressed, one waits: then neither side waits for the other. */
const MAX_BATCHES = 3;
/** No member yet; no more of them. */
const [NONE, ENDED] = [-1, -2] as const;

/**
 * Cuts the bytes of members, one member after another, into blocks that lie compressed in a file. What is more than one batch
 * is compressed in a worker, where one can be had; a slow worker holds back whoever writes.
 */
export class TextBlockWriter {
  readonly #spool: TextSpool;
  readonly #path: string;
  readonly #start: () => Worker | null;
  /** Undefined: not needed so far. */
  #worker: Worker | null | undefined;
  #blocks: SpooledText[] = [];
  /** Batches that are compressed, in order, and those that nobody uses. */
  readonly #sent: Uint8Array[] = [];
  readonly #free: Uint8Array[] = [];
  /** The batch that is filled; null: none. */
  #batch: Uint8Array | null = null;
  #pieces: TextPiece[] = [];
  #from = 0;
  #filled = 0;
  #member: number = NONE;
  #number = 0;
  #wake: (() => void) | null = null;
  #failure: Error | null = null;

  /** The file is at `path` until {@linkcode TextBlockWriter.abort}; `start` starts a worker. */
  constructor(path: string, start: () => Worker | null = startTextWorker) {
    this.#path = path;
    this.#spool = new TextSpool(path);
    this.#start = start;
  }

  /**
   * Takes the next bytes of a member; those of another one end it. They may be reused once this resolves.
   *
   * @throws {Error} when the file cannot be written
   */
  async write(member: number, bytes: Uint8Array): Promise<void> {
    if (member !== this.#member) this.#begin(member);
    for (let at = 0; at < bytes.length;) {
      const batch = this.#batch ??= await this.#nextBatch();
      const piece = bytes.subarray(at, at + this.#from + TEXT_BLOCK_BYTES - this.#filled);
      batch.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled - this.#from === TEXT_BLOCK_BYTES) this.#cut();
    }
  }

  /** Ends the last member; resolves when all blocks are in the file. @throws {Error} as `write` does */
  async end(): Promise<void> {
    if (this.#member === NONE) return;
    this.#begin(ENDED);
    this.#send({ isLast: true });
    while (this.#sent.length > 0) await this.#next();
    this.#worker?.terminate();
  }

  /** Passes all blocks on, in order, when they are in the file; bytes are valid during the call. */
  forEach(put: (block: SpooledText, bytes: Uint8Array) => void): void {
    if (this.#member >= 0) {
      throw new TypeError("Cannot read text: more of it may come, as end() was not called");
    }
    readSpooled(this.#path, this.#blocks, put);
  }

  /** Stops at once, and removes the file. */
  abort(): void {
    this.#worker?.terminate();
    this.#spool.close();
    if (this.#member !== NONE) removeIfThere(this.#path);
  }

  #begin(member: number): void {
    if (this.#filled > this.#from) this.#cut();
    this.#member = member;
    this.#number = 0;
  }

  #cut(): void {
    this.#pieces.push({ member: this.#member, number: this.#number++, from: this.#from, to: this.#filled });
    this.#from = this.#filled;
    if (this.#filled + TEXT_BLOCK_BYTES <= BATCH_BYTES && this.#pieces.length < MAX_PIECES) return;
    if (this.#worker === undefined) this.#worker = this.#startWorker();
    this.#send({ isLast: false });
  }

  #send({ isLast }: { readonly isLast: boolean }): void {
    const bytes = this.#batch ?? new Uint8Array(0);
    const batch = { bytes, pieces: this.#pieces, isLast };
    if (this.#worker) {
      this.#sent.push(bytes);
      this.#batch = null;
      this.#post({ kind: "batch", batch });
    } else this.#blocks.push(...this.#spool.add(batch));
    this.#pieces = [];
    this.#from = this.#filled = 0;
  }

  #startWorker(): Worker | null {
    const worker = this.#worker = this.#start();
    if (worker === null) return null;
    worker.onmessage = ({ data }: MessageEvent<TextReply>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(event.message));
    };
    this.#post({ kind: "start", path: this.#path });
    return worker;
  }

  #post(order: TextOrder): void {
    this.#worker!.postMessage(order);
  }

  #receive(reply: TextReply): void {
    if (reply.kind === "failed") return this.#fail(new Error(reply.message));
    for (const block of reply.blocks) this.#blocks.push(block);
    this.#free.push(this.#sent.shift()!);
    this.#wakeUp();
  }

  async #nextBatch(): Promise<Uint8Array> {
    while (this.#free.length === 0 && this.#sent.length >= MAX_BATCHES - 1) await this.#next();
    if (this.#failure !== null) throw this.#failure;
    return this.#free.pop() ?? new Uint8Array(new SharedArrayBuffer(BATCH_BYTES));
  }

  #next(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#wake = () => this.#failure === null ? resolve() : reject(this.#failure);
    });
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#worker?.terminate();
    this.#wakeUp();
  }
}

/** Starts a worker that compresses. Null when none can be had. */
function startTextWorker(): Worker | null {
  return startWorker(new URL("./text_worker.ts", import.meta.url));
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there, or it goes with the folder that the case is made in.
  }
}
