import type { SharedPipe } from "./shared_pipe.ts";

const INITIAL_BYTES = 4096;

/** Takes messages out of a pipe. */
export class MessageReceiver {
  readonly #pipe: SharedPipe;
  readonly #length = new Uint32Array(1);
  readonly #lengthBytes = new Uint8Array(this.#length.buffer);
  #own = new Uint8Array(INITIAL_BYTES);
  /** The message that is being read; null: first its length. */
  #message: Uint8Array<ArrayBuffer> | null = null;
  /** Bytes of it, or of its length, that are there. */
  #filled = 0;

  /** Receives from a pipe. */
  constructor(pipe: SharedPipe) {
    this.#pipe = pipe;
  }

  /** Whether a part of a message is there. */
  get isBegun(): boolean {
    return this.#message !== null || this.#filled > 0;
  }

  /** The next message, valid until another one is asked for; null: it is not there yet, or not whole. */
  next(): Uint8Array<ArrayBuffer> | null {
    if (this.#message === null) {
      if (!this.#fill(this.#lengthBytes)) return null;
      this.#message = this.#roomFor(this.#length[0]!);
    }
    const message = this.#message;
    if (!this.#fill(message)) return null;
    this.#message = null;
    return message;
  }

  #roomFor(length: number): Uint8Array<ArrayBuffer> {
    if (this.#own.length < length) this.#own = new Uint8Array(2 * length);
    return this.#own.subarray(0, length);
  }

  #fill(bytes: Uint8Array): boolean {
    this.#filled += this.#pipe.read(bytes.subarray(this.#filled));
    if (this.#filled < bytes.length) return false;
    this.#filled = 0;
    return true;
  }
}
