import type { ScanMemory } from "../scan_memory.ts";
import type { ScanRequests } from "../scan_messages.ts";
import { MessageReceiver } from "./message_receiver.ts";
import { MessageSender } from "./message_sender.ts";
import { PortPlaces } from "./port_places.ts";

/** How long the scan waits before it looks for requests again: less than it takes to read one. */
const NAP_MS = 1;
/** So often in a row; then it sleeps until it is woken, which costs the reader more. */
const MAX_NAPS = 20;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The side of the scan: its thread stands still while there is nothing to do. */
export class ScanPort {
  readonly #places: PortPlaces;
  readonly #requests: MessageReceiver;
  readonly #replies: MessageSender;

  /** Opens the port in a memory. */
  constructor(memory: ScanMemory) {
    this.#places = new PortPlaces(memory);
    this.#requests = new MessageReceiver(this.#places.requests);
    this.#replies = new MessageSender(this.#places.replies);
  }

  /** Waits for the next requests; null: there will be none. */
  next(): ScanRequests | null {
    const { scanSignal, readerSignal, isStopped, isAsleep } = this.#places;
    for (let naps = 0; Atomics.load(isStopped, 0) === 0; naps++) {
      // Before it looks a last time: a reader that sends later sees it.
      if (naps === MAX_NAPS) Atomics.store(isAsleep, 0, 1);
      const { count } = scanSignal;
      const message = this.#requests.next();
      if (message !== null) {
        Atomics.store(isAsleep, 0, 0);
        return JSON.parse(decoder.decode(message));
      }
      // The reader may wait for room for the rest.
      if (this.#requests.isBegun) readerSignal.give();
      scanSignal.wait(count, naps < MAX_NAPS ? NAP_MS : Infinity);
    }
    return null;
  }

  /** Sends the reply to the message of that number, and waits while there is no room for it. */
  reply(bytes: Uint8Array, number: number): void {
    const { readerSignal, wanted } = this.#places;
    if (!this.#replies.send(bytes)) this.#waitForRoom();
    if (number >= Atomics.load(wanted, 0)) readerSignal.give();
  }

  #waitForRoom(): void {
    const { scanSignal, readerSignal, isStopped, needsRoom } = this.#places;
    Atomics.store(needsRoom, 0, 1);
    while (Atomics.load(isStopped, 0) === 0) {
      const { count } = scanSignal;
      if (this.#replies.flush()) break;
      readerSignal.give();
      scanSignal.wait(count);
    }
    Atomics.store(needsRoom, 0, 0);
  }
}
