import { AssembledMemory, compileScan } from "./assembled_memory.ts";
import { AssembledScan } from "./assembled_scan.ts";
import { growable, HEADROOM_BYTES, type ScanMemory } from "./scan_memory.ts";
import type { ScanContext } from "./scan_context.ts";

/** More bytes than these, in all members, are worth the memory of the WebAssembly scanner. */
export const LARGE_BYTES = 131_072;
/** Beyond, lines are scanned without WebAssembly: its memory has its size from the start. */
const MAX_BUFFER_BYTES = 512 * 1024 * 1024;

/** As the module wants them. */
const INITIAL_PAGES = 16;

/** Compiled once a thread; null: it cannot be. */
let compiled: WebAssembly.Module | null | undefined;

/**
 * Knows what lies in the memory of the WebAssembly scanner, which is made when first asked for: slots, and a buffer that is
 * lent to one member at a time.
 */
export class AssembledLoan {
  readonly #context: ScanContext;
  readonly #shared: WebAssembly.Memory | null;
  readonly #bufferBytes: number;
  readonly #largeBytes: number;
  #memory: AssembledMemory | null | undefined;
  #seenBytes = 0;
  #scan: AssembledScan | null = null;
  #isLent = false;

  /** Creates the loan of one scan; its buffer has `bufferBytes`, and is there once over `largeBytes` were seen. */
  constructor(context: ScanContext, shared: ScanMemory | null, bufferBytes: number, largeBytes: number) {
    this.#context = context;
    this.#shared = shared instanceof WebAssembly.Memory ? shared : null;
    this.#bufferBytes = bufferBytes;
    this.#largeBytes = largeBytes;
  }

  /** Counts bytes that are going to be scanned. */
  see(byteLength: number): void {
    this.#seenBytes += byteLength;
  }

  /** A buffer for a member; null: none. */
  borrow(): Uint8Array | null {
    if (this.#isLent || !this.#isWorthIt()) return null;
    this.#isLent = this.#memory !== null;
    return this.#memory?.buffer ?? null;
  }

  /** Gives a buffer back, if it is the one. */
  giveBack(buffer: Uint8Array): void {
    if (buffer === this.#memory?.buffer) this.#isLent = false;
  }

  /** Bytes that lie in a slot, and `headroom` bytes before them that may be written to; null: they lie elsewhere. */
  inPlace(bytes: Uint8Array, headroom: number): Uint8Array | null {
    const isInSlot = this.#shared !== null && bytes.buffer === this.#shared.buffer;
    if (!isInSlot || headroom > HEADROOM_BYTES || !this.#isWorthIt()) return null;
    const from = bytes.byteOffset - headroom;
    return this.#memory?.bytes.subarray(from, from + headroom + bytes.length) ?? null;
  }

  /** The scan that reads a buffer; null: it is not in its memory. */
  scanOf(buffer: Uint8Array): AssembledScan | null {
    return buffer.buffer === this.#memory?.bytes.buffer ? this.#scan : null;
  }

  #isWorthIt(): boolean {
    if (this.#memory !== undefined) return this.#memory !== null;
    if (this.#seenBytes <= this.#largeBytes || this.#bufferBytes > MAX_BUFFER_BYTES) return false;
    this.#start();
    return true;
  }

  #start(): void {
    compiled ??= compileScan();
    this.#memory = compiled === null ? null : this.#memoryOf(compiled);
    if (this.#memory !== null) {
      this.#scan = new AssembledScan(this.#context, this.#memory, this.#shared !== null);
    }
  }

  /** Null: there is no room for it, as under a limit on address space. */
  #memoryOf(module: WebAssembly.Module): AssembledMemory | null {
    const { keptTokens, sinceMs, untilMs } = this.#context.options;
    try {
      return new AssembledMemory(module, this.#shared ?? growable(INITIAL_PAGES), {
        bufferBytes: this.#bufferBytes,
        keptTokens,
        sinceMs,
        untilMs,
        dictionaries: this.#context,
        moveUrls: (table) => this.#context.requestKeys.moveTo(table),
        moveAgentLines: (memory, at) => this.#context.agentLines.moveTo(memory, at),
        mirrorRequests: (table) => this.#context.requestSampler.mirrorIn(table),
        mirrorRecords: (table) => this.#context.sampler.mirrorIn(table),
        moveWatched: (watched) => this.#context.watchList.moveTo(watched),
        moveTraced: (templates, threads) => this.#context.traced.moveTo(templates, threads),
      });
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}
