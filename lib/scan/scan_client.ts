import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { type MemberOrigin, ScanContext, type ScanOptions } from "./scan_context.ts";
import type { ScanReply, ScanRequest } from "./scan_messages.ts";
import { startWorker } from "./start_worker.ts";

/** Takes the bytes of members, one member after another; says what the scan finds. */
export interface ScanClient {
  /** Begins a member. */
  begin(member: number, origin: MemberOrigin): void;
  /** Takes bytes of it; they may be reused once this resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the member. */
  end(): Promise<void>;
  /** Resolves when everything was scanned and said. */
  close(): Promise<void>;
  /** Stops at once. */
  abort(): void;
}

const SLOT_BYTES = 1024 * 1024;
const SLOTS = 8;

/** Scans in this thread; members over `largeBytes` are scanned in WebAssembly. */
export function scanHere(
  options: ScanOptions,
  take: (output: ScanOutput) => void,
  largeBytes?: number,
): ScanClient {
  const context = new ScanContext(options, take, largeBytes);
  let scanner: MemberScanner | null = null;
  return {
    begin: (member, origin) => void (scanner = new MemberScanner(context, member, origin)),
    write: (bytes) => Promise.try(() => scanner?.write(bytes)),
    end: () => Promise.try(() => scanner?.end()),
    close: () => Promise.resolve(),
    abort: () => {},
  };
}

/**
 * Scans in a worker. A fixed set of slots in shared memory goes back and forth, so a slow scan holds the reader back. Null when no
 * worker can be had: a local checkout without read permission for its own sources.
 */
export function scanInWorker(options: ScanOptions, take: (output: ScanOutput) => void): ScanClient | null {
  const worker = startWorker(new URL("./scan_worker.ts", import.meta.url));
  return worker === null ? null : new WorkerScan(worker, options, take);
}

class WorkerScan implements ScanClient {
  readonly #worker: Worker;
  readonly #memory = new Uint8Array(new SharedArrayBuffer(SLOTS * SLOT_BYTES));
  /** Offsets of slots that nobody uses. */
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot * SLOT_BYTES);
  #slot = -1;
  #filled = 0;
  #wake: (() => void) | null = null;
  #failure: Error | null = null;

  constructor(worker: Worker, options: ScanOptions, take: (output: ScanOutput) => void) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ScanReply>) => this.#receive(data, take);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`Cannot scan in a worker: ${event.message}`));
    };
    this.#post({ kind: "start", options, memory: this.#memory.buffer });
  }

  begin(member: number, origin: MemberOrigin): void {
    this.#post({ kind: "member", member, origin });
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#slot < 0) this.#slot = await this.#takeSlot();
      const piece = bytes.subarray(at, at + SLOT_BYTES - this.#filled);
      this.#memory.set(piece, this.#slot + this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === SLOT_BYTES) this.#send();
    }
  }

  end(): Promise<void> {
    this.#send();
    this.#post({ kind: "end" });
    return this.#failure === null ? Promise.resolve() : Promise.reject(this.#failure);
  }

  async close(): Promise<void> {
    // The worker answers in order: when an empty slot sent last is back, everything before it was said.
    this.#slot = this.#slot < 0 ? await this.#takeSlot() : this.#slot;
    this.#post({ kind: "bytes", offset: this.#slot, length: 0 });
    while (this.#free.length < SLOTS) await this.#next();
    this.#worker.terminate();
  }

  abort(): void {
    this.#fail(new DOMException("The scan was aborted", "AbortError"));
  }

  #receive(reply: ScanReply, take: (output: ScanOutput) => void): void {
    if (reply.kind === "failed") {
      return this.#fail(Object.assign(new Error(reply.message), { stack: reply.stack }));
    }
    try {
      for (const output of reply.outputs) take(output);
    } catch (error) {
      // Here nobody could catch it: it would end the process.
      return this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (reply.freeOffset === null) return;
    this.#free.push(reply.freeOffset);
    this.#wakeUp();
  }

  #send(): void {
    if (this.#slot < 0) return;
    this.#post({ kind: "bytes", offset: this.#slot, length: this.#filled });
    this.#slot = -1;
    this.#filled = 0;
  }

  async #takeSlot(): Promise<number> {
    if (this.#failure !== null) throw this.#failure;
    while (this.#free.length === 0) await this.#next();
    return this.#free.pop()!;
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
    this.#worker.terminate();
    this.#wakeUp();
  }

  #post(request: ScanRequest): void {
    this.#worker.postMessage(request);
  }
}
