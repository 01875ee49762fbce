import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { type MemberOrigin, ScanContext, type ScanOptions } from "./scan_context.ts";
import type { ScanReply, ScanRequest } from "./scan_messages.ts";

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

const BUFFER_BYTES = 1024 * 1024;
const BUFFERS = 8;

/** Scans in this thread. */
export function scanHere(options: ScanOptions, take: (output: ScanOutput) => void): ScanClient {
  const context = new ScanContext(options, take);
  let scanner: MemberScanner | null = null;
  return {
    begin: (member, origin) => void (scanner = new MemberScanner(context, member, origin)),
    write: (bytes) => Promise.resolve(scanner?.write(bytes)),
    end: () => Promise.resolve(scanner?.end()),
    close: () => Promise.resolve(),
    abort: () => {},
  };
}

/**
 * Scans in a worker. A fixed set of buffers goes back and forth, so a slow scan holds the reader back. Null when no
 * worker can be had: a local checkout without read permission for its own sources.
 */
export function scanInWorker(options: ScanOptions, take: (output: ScanOutput) => void): ScanClient | null {
  const worker = startWorker();
  return worker === null ? null : new WorkerScan(worker, options, take);
}

function startWorker(): Worker | null {
  const url = new URL("./scan_worker.ts", import.meta.url);
  try {
    if (
      url.protocol === "file:" && Deno.permissions.querySync({ name: "read", path: url }).state !== "granted"
    ) return null;
    return new Worker(url, { type: "module" });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}

class WorkerScan implements ScanClient {
  readonly #worker: Worker;
  readonly #free: ArrayBuffer[] = [];
  #made = 0;
  #current: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #wake: (() => void) | null = null;
  #failure: Error | null = null;

  constructor(worker: Worker, options: ScanOptions, take: (output: ScanOutput) => void) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ScanReply>) => {
      if (data.kind === "output") { for (const output of data.outputs) take(output); }
      else if (data.kind === "buffer") this.#release(data.buffer);
      else this.#fail(Object.assign(new Error(data.message), { stack: data.stack }));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`Cannot scan in a worker: ${event.message}`));
    };
    this.#post({ kind: "start", options });
  }

  begin(member: number, origin: MemberOrigin): void {
    this.#post({ kind: "member", member, origin });
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const target = this.#current ??= await this.#takeBuffer();
      const piece = bytes.subarray(at, at + target.length - this.#filled);
      target.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === target.length) this.#send();
    }
  }

  end(): Promise<void> {
    this.#send();
    this.#post({ kind: "end" });
    return this.#failure === null ? Promise.resolve() : Promise.reject(this.#failure);
  }

  async close(): Promise<void> {
    if (this.#current !== null) this.#release(this.#current.buffer);
    this.#current = null;
    // The worker answers in order: when all buffers are back, so is everything before them. An empty one closes.
    this.#post({ kind: "bytes", buffer: new ArrayBuffer(1), length: 0 });
    this.#made++;
    while (this.#free.length < this.#made) await this.#next();
    this.#worker.terminate();
  }

  abort(): void {
    this.#worker.terminate();
    this.#fail(new DOMException("The scan was aborted", "AbortError"));
  }

  #send(): void {
    if (this.#current === null || this.#filled === 0) return;
    const { buffer } = this.#current;
    this.#post({ kind: "bytes", buffer, length: this.#filled }, [buffer]);
    this.#current = null;
    this.#filled = 0;
  }

  async #takeBuffer(): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#free.length === 0 && this.#made >= BUFFERS) await this.#next();
    const buffer = this.#free.pop();
    if (buffer === undefined) this.#made++;
    return new Uint8Array(buffer ?? new ArrayBuffer(BUFFER_BYTES));
  }

  #release(buffer: ArrayBuffer): void {
    this.#free.push(buffer);
    this.#wakeUp();
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
    this.#wakeUp();
  }

  #post(request: ScanRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
