import type { SharedPipe } from "./shared_pipe.ts";

/** Puts messages into a pipe, each after its length; what there is no room for waits. */
export class MessageSender {
  readonly #pipe: SharedPipe;
  #waiting: Uint8Array[] = [];

  /** Sends through a pipe. */
  constructor(pipe: SharedPipe) {
    this.#pipe = pipe;
  }

  /** Adds a message, which must stay unchanged until all were sent; says whether they were. */
  send(message: Uint8Array): boolean {
    this.#waiting.push(new Uint8Array(Uint32Array.of(message.length).buffer), message);
    return this.flush();
  }

  /** Goes on to send; says whether everything was sent. */
  flush(): boolean {
    for (const [at, bytes] of this.#waiting.entries()) {
      const count = this.#pipe.write(bytes);
      if (count === bytes.length) continue;
      this.#waiting = [bytes.subarray(count), ...this.#waiting.slice(at + 1)];
      return false;
    }
    this.#waiting = [];
    return true;
  }
}
