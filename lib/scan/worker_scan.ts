import { BlockAreas } from "./block_areas.ts";
import type { ScanOutput } from "./column_block.ts";
import { ReaderPort } from "./pipe/reader_port.ts";
import { ReplyReader } from "./pipe/reply_reader.ts";
import type { ScanClient } from "./scan_client.ts";
import type { MemberOrigin, ScanOptions } from "./scan_context.ts";
import { createScanMemory, SLOT_BYTES } from "./scan_memory.ts";
import type { ScanRequest, ScanStart } from "./scan_messages.ts";
import { ScanSlots } from "./scan_slots.ts";

/** Fewer bytes are copied, to what came before: a message for each would cost more. */
const MIN_IN_PLACE_BYTES = 32_768;
/** Requests of one message, and messages under way. */
const MAX_REQUESTS = 1024;
const MAX_UNDER_WAY = 64;
/** Messages that are done before a reader who waits goes on: to be woken for each would cost more than it does. */
const DONE_AT_ONCE = 4;

/**
 * A scan in a worker, as this side sees it. A fixed set of slots in shared memory goes back and forth, so a slow scan holds
 * the reader back.
 */
export class WorkerScan implements ScanClient {
  readonly slots: ScanSlots;
  readonly #worker: Worker;
  readonly #port: ReaderPort;
  readonly #replies: ReplyReader;
  #requests: ScanRequest[] = [];
  /** Number of the message that the requests will be in; one more than those sent. */
  #number = 1;
  #done = 0;
  /** The slot that bytes are copied to; `#from` up to `#filled` is not requested yet. */
  #slot: Uint8Array | null = null;
  #from = 0;
  #filled = 0;
  #failure: Error | null = null;

  /** Starts the scan in a worker that does nothing yet; `packs`: blocks are wanted packed as well. */
  constructor(
    worker: Worker,
    options: ScanOptions,
    take: (output: ScanOutput) => void,
    packs: boolean = false,
  ) {
    const memory = createScanMemory();
    this.slots = new ScanSlots(memory);
    this.#port = new ReaderPort(memory);
    this.#replies = new ReplyReader(new BlockAreas(memory), take);
    this.#worker = worker;
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`Cannot scan in a worker: ${event.message}`));
    };
    worker.postMessage({ options, memory, packs } satisfies ScanStart);
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
    const last = this.#number - 1;
    await this.#until(last, () => this.#done === last);
    this.#end();
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
    this.#port.send({ number: this.#number++, requests: this.#requests });
    this.#requests = [];
  }

  /** Takes what the scan said meanwhile. */
  #receive(): void {
    try {
      for (let reply = this.#port.next(); reply !== null; reply = this.#port.next()) {
        this.#done = this.#replies.read(reply);
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.slots.finish(this.#done);
  }

  /** Slots are free for whoever asks for one without waiting, and the scan keeps up. */
  async #untilReady(): Promise<void> {
    this.#receive();
    const isReady = () => this.slots.areEnough && this.#number - this.#done <= MAX_UNDER_WAY;
    await this.#until(Math.min(this.#done + DONE_AT_ONCE, this.#number - 1), isReady);
  }

  /** Takes what the scan says until something is so; it may be when the message of that number is done. */
  async #until(number: number, isSo: () => boolean): Promise<void> {
    const isThere = () => {
      this.#receive();
      return this.#failure !== null || isSo();
    };
    while (this.#failure === null && !isSo()) await this.#port.wait(number, isThere);
    if (this.#failure !== null) throw this.#failure;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#end();
    this.#port.wake();
  }

  #end(): void {
    this.#port.stop();
    this.#worker.terminate();
    // Somebody may hold the worker for long: then it would hold the memory.
    this.#worker.onerror = null;
  }
}
