import { PORT_AT, REPLY_ROOM_BYTES, REQUEST_ROOM_BYTES, type ScanMemory } from "../scan_memory.ts";
import { PIPE_HEAD_BYTES, SharedPipe } from "./shared_pipe.ts";
import { ThreadSignal } from "./thread_signal.ts";

/** What lies in one cache line is changed by one thread. */
const LINE_BYTES = 64;

/** What reader and scan share besides slots and areas. */
export class PortPlaces {
  /** From the reader to the scan. */
  readonly requests: SharedPipe;
  /** From the scan to the reader. */
  readonly replies: SharedPipe;
  /** Wakes the reader. */
  readonly readerSignal: ThreadSignal;
  /** Wakes the scan. */
  readonly scanSignal: ThreadSignal;
  /** 1: the scan is to stop. */
  readonly isStopped: Int32Array;
  /** Number of the message that the reader waits for: until that is done, it need not be woken. */
  readonly wanted: Int32Array;
  /** 1: the scan waits for room for a reply. */
  readonly needsRoom: Int32Array;
  /** 1: the scan does not look for requests before it is woken. */
  readonly isAsleep: Int32Array;

  /** Looks at the places of a memory. */
  constructor({ buffer }: ScanMemory) {
    const line = (number: number) => PORT_AT + LINE_BYTES * number;
    this.readerSignal = new ThreadSignal(buffer, line(0));
    this.scanSignal = new ThreadSignal(buffer, line(1));
    this.isStopped = new Int32Array(buffer, line(2), 1);
    this.wanted = new Int32Array(buffer, line(3), 1);
    this.needsRoom = new Int32Array(buffer, line(4), 1);
    this.isAsleep = new Int32Array(buffer, line(5), 1);
    this.requests = new SharedPipe(buffer, line(6), REQUEST_ROOM_BYTES);
    this.replies = new SharedPipe(buffer, line(6) + PIPE_HEAD_BYTES + REQUEST_ROOM_BYTES, REPLY_ROOM_BYTES);
  }
}
