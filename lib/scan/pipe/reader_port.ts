import type { ScanMemory } from "../scan_memory.ts";
import type { ScanRequests } from "../scan_messages.ts";
import { MessageReceiver } from "./message_receiver.ts";
import { MessageSender } from "./message_sender.ts";
import { PortPlaces } from "./port_places.ts";

/** No message has this number. */
const NEVER = 2 ** 31 - 1;
const encoder = new TextEncoder();

/** The side of the reader, whose thread never stands still: others may need it. */
export class ReaderPort {
  readonly #places: PortPlaces;
  readonly #requests: MessageSender;
  readonly #replies: MessageReceiver;
  #isSent = true;

  /** Opens the port in a memory. */
  constructor(memory: ScanMemory) {
    this.#places = new PortPlaces(memory);
    this.#requests = new MessageSender(this.#places.requests);
    this.#replies = new MessageReceiver(this.#places.replies);
    Atomics.store(this.#places.wanted, 0, NEVER);
  }

  /** Sends requests; what there is no room for goes when the next reply is asked for. */
  send(requests: ScanRequests): void {
    this.#isSent = this.#requests.send(encoder.encode(JSON.stringify(requests)));
    if (Atomics.load(this.#places.isAsleep, 0) === 1) this.#places.scanSignal.give();
  }

  /** The next reply, valid until another one is asked for; null: it is not there yet. */
  next(): Uint8Array<ArrayBuffer> | null {
    const { scanSignal, needsRoom } = this.#places;
    const reply = this.#replies.next();
    if (!this.#isSent) {
      this.#isSent = this.#requests.flush();
      scanSignal.give();
    } else if (Atomics.load(needsRoom, 0) === 1) scanSignal.give();
    return reply;
  }

  /**
   * Resolves when the message of that number is done, when it was woken, or for no reason. `isThere` takes replies and says
   * whether what is waited for is there: only the scan knows when the next one comes.
   */
  async wait(number: number, isThere: () => boolean): Promise<void> {
    const { readerSignal, scanSignal, wanted } = this.#places;
    const { count } = readerSignal;
    scanSignal.give();
    Atomics.store(wanted, 0, this.#isSent ? number : 0);
    if (!isThere()) await readerSignal.whenGiven(count);
    Atomics.store(wanted, 0, NEVER);
  }

  /** Ends a wait. */
  wake(): void {
    this.#places.readerSignal.give();
  }

  /** Stops the scan. */
  stop(): void {
    Atomics.store(this.#places.isStopped, 0, 1);
    this.#places.scanSignal.give();
  }
}
