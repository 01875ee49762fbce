import { AssembledMemory, compileScan } from "./assembled_memory.ts";
import { AssembledScan } from "./assembled_scan.ts";
import type { ScanContext } from "./scan_context.ts";

/** A member beyond this size is worth the memory of the WebAssembly scanner: an archive may hold thousands of small ones. */
export const LARGE_MEMBER_BYTES = 131_072;
/** Beyond, lines are scanned without WebAssembly: its memory has its size from the start. */
const MAX_BUFFER_BYTES = 512 * 1024 * 1024;

/** Compiled once a thread; null: it cannot be. */
let compiled: WebAssembly.Module | null | undefined;

/** Lends the buffer in the memory of the WebAssembly scanner, which is made when first asked for, to one member at a time. */
export class AssembledLoan {
  readonly #context: ScanContext;
  readonly #bufferBytes: number;
  readonly #largeBytes: number;
  #memory: AssembledMemory | null | undefined;
  #scan: AssembledScan | null = null;
  #isLent = false;

  /** Creates the loan of one scan; buffers hold `bufferBytes`, and go to members over `largeBytes`. */
  constructor(context: ScanContext, bufferBytes: number, largeBytes: number) {
    this.#context = context;
    this.#bufferBytes = bufferBytes;
    this.#largeBytes = largeBytes;
  }

  /** A buffer for a member that has so many bytes so far; null: none. */
  borrow(memberBytes: number): Uint8Array<ArrayBuffer> | null {
    if (this.#isLent || memberBytes <= this.#largeBytes || this.#bufferBytes > MAX_BUFFER_BYTES) return null;
    if (this.#memory === undefined) this.#start();
    this.#isLent = this.#memory !== null;
    return this.#memory?.buffer ?? null;
  }

  /** Gives a buffer back, if it is the one. */
  giveBack(buffer: Uint8Array): void {
    if (buffer === this.#memory?.buffer) this.#isLent = false;
  }

  /** The scan that reads a buffer; null: it is not in its memory. */
  scanOf(buffer: Uint8Array): AssembledScan | null {
    return buffer === this.#memory?.buffer ? this.#scan : null;
  }

  #start(): void {
    compiled ??= compileScan();
    this.#memory = compiled === null ? null : this.#memoryOf(compiled);
    if (this.#memory !== null) this.#scan = new AssembledScan(this.#context, this.#memory);
  }

  /** Null: there is no room for it, as under a limit on address space. */
  #memoryOf(module: WebAssembly.Module): AssembledMemory | null {
    const { keptTokens, sinceMs, untilMs } = this.#context.options;
    try {
      return new AssembledMemory(module, {
        bufferBytes: this.#bufferBytes,
        keptTokens,
        sinceMs,
        untilMs,
        dictionaries: this.#context,
        moveUrls: (table) => this.#context.requestKeys.moveTo(table),
      });
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}
