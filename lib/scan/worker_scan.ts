import { BlockAreas } from "./block_areas.ts";
import type { ScanOutput } from "./column_block.ts";
import type { ScanClient } from "./scan_client.ts";
import type { MemberOrigin, ScanOptions } from "./scan_context.ts";
import { createScanMemory, SLOT_BYTES } from "./scan_memory.ts";
import type { ScanMessage, ScanReply, ScanRequest, SentOutput } from "./scan_messages.ts";
import { ScanSlots } from "./scan_slots.ts";

/** Fewer bytes are copied, to what came before: a message for each would cost more. */
const MIN_IN_PLACE_BYTES = 32_768;
/** Requests of one message, and messages under way. */
const MAX_REQUESTS = 1024;
const MAX_UNDER_WAY = 32;

/** A scan in a worker, as this side sees it. */
export class WorkerScan implements ScanClient {
  readonly slots: ScanSlots;
  readonly #worker: Worker;
  readonly #areas: BlockAreas;
  #requests: ScanRequest[] = [];
  /** Number of the message that the requests will be in; one more than those sent. */
  #number = 1;
  #done = 0;
  /** The slot that bytes are copied to; `#from` up to `#filled` is not requested yet. */
  #slot: Uint8Array | null = null;
  #from = 0;
  #filled = 0;
  #wake: (() => void) | null = null;
  #failure: Error | null = null;

  /** Starts the scan in a worker that does nothing yet. */
  constructor(worker: Worker, options: ScanOptions, take: (output: ScanOutput) => void) {
    const memory = createScanMemory();
    this.slots = new ScanSlots(memory);
    this.#areas = new BlockAreas(memory);
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ScanReply>) => this.#receive(data, take);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`Cannot scan in a worker: ${event.message}`));
    };
    this.#post({ kind: "start", options, memory });
  }

  begin(member: number, origin: MemberOrigin): void {
    this.#requests.push({ kind: "member", member, origin });
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length >= MIN_IN_PLACE_BYTES && this.slots.has(bytes)) {
      this.#requestCopied();
      this.#request(bytes);
      this.#send();
    } else await this.#copy(bytes);
    await this.#untilReady();
  }

  async end(): Promise<void> {
    this.#requestCopied();
    this.#requests.push({ kind: "end" });
    if (this.#requests.length >= MAX_REQUESTS) this.#send();
    await this.#untilReady();
  }

  async close(): Promise<void> {
    this.#requestCopied();
    this.#send();
    while (this.#done < this.#number - 1) await this.#next();
    this.#worker.terminate();
  }

  abort(): void {
    this.#fail(new DOMException("The scan was aborted", "AbortError"));
  }

  async #copy(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#slot === null) await this.#untilReady();
      const slot = this.#slot ??= this.slots.lendFree()!;
      const piece = bytes.subarray(at, at + SLOT_BYTES - this.#filled);
      slot.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === SLOT_BYTES) this.#endSlot(slot);
    }
  }

  #endSlot(slot: Uint8Array): void {
    this.#requestCopied();
    this.slots.giveBack(slot);
    this.#slot = null;
    this.#from = this.#filled = 0;
    this.#send();
  }

  #requestCopied(): void {
    if (this.#slot !== null && this.#from < this.#filled) {
      this.#request(this.#slot.subarray(this.#from, this.#filled));
    }
    this.#from = this.#filled;
  }

  #request(bytes: Uint8Array): void {
    this.slots.read(bytes, this.#number);
    this.#requests.push({ kind: "bytes", offset: bytes.byteOffset, length: bytes.length });
  }

  #send(): void {
    if (this.#requests.length === 0) return;
    this.#post({ kind: "requests", requests: this.#requests, number: this.#number++ });
    this.#requests = [];
  }

  #receive(reply: ScanReply, take: (output: ScanOutput) => void): void {
    if (reply.kind === "failed") {
      return this.#fail(Object.assign(new Error(reply.message), { stack: reply.stack }));
    }
    try {
      for (const output of reply.outputs) this.#take(output, take);
    } catch (error) {
      // Here nobody could catch it: it would end the process.
      return this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.#done = reply.done;
    this.slots.finish(reply.done);
    this.#wakeUp();
  }

  #take(output: SentOutput, take: (output: ScanOutput) => void): void {
    if (output.kind !== "sent") return take(output);
    const { member, block } = output;
    take({ kind: "block", member, block: this.#areas.blockOf(block) });
    if (typeof block.place === "number") this.#areas.giveBack(block.place);
  }

  /** Slots are free for whoever asks for one without waiting, and the scan keeps up. */
  async #untilReady(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    while (!this.slots.areEnough || this.#number - this.#done > MAX_UNDER_WAY) await this.#next();
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

  #post(message: ScanMessage): void {
    this.#worker.postMessage(message);
  }
}
