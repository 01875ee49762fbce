/** Bytes before the room, for two positions: each in a cache line of its own, since another thread changes it. */
export const PIPE_HEAD_BYTES = 128;
const WRITTEN = 0;
const READ = 16;

/** Bytes from one thread to another through shared memory: one writes, one reads, neither waits. */
export class SharedPipe {
  readonly #positions: Int32Array;
  readonly #room: Uint8Array;

  /** The pipe at a place, with room for so many bytes: a power of two. */
  constructor(buffer: ArrayBufferLike, at: number, roomBytes: number) {
    this.#positions = new Int32Array(buffer, at, PIPE_HEAD_BYTES / Int32Array.BYTES_PER_ELEMENT);
    this.#room = new Uint8Array(buffer, at + PIPE_HEAD_BYTES, roomBytes);
  }

  /** Writes the first bytes, as many as there is room for, and says how many. */
  write(bytes: Uint8Array): number {
    const room = this.#room;
    const written = Atomics.load(this.#positions, WRITTEN);
    const count = Math.min(bytes.length, room.length - this.#filled(written));
    const at = written & (room.length - 1);
    const toEnd = Math.min(count, room.length - at);
    room.set(bytes.subarray(0, toEnd), at);
    room.set(bytes.subarray(toEnd, count));
    Atomics.store(this.#positions, WRITTEN, written + count | 0);
    return count;
  }

  /** Fills the beginning of some memory, as far as there is something to read, and says how many bytes those are. */
  read(into: Uint8Array): number {
    const room = this.#room;
    const read = Atomics.load(this.#positions, READ);
    const count = Math.min(into.length, this.#filled(Atomics.load(this.#positions, WRITTEN)));
    const at = read & (room.length - 1);
    const toEnd = Math.min(count, room.length - at);
    into.set(room.subarray(at, at + toEnd));
    into.set(room.subarray(0, count - toEnd), toEnd);
    Atomics.store(this.#positions, READ, read + count | 0);
    return count;
  }

  /** Positions only grow, and begin anew after 32 bits. */
  #filled(written: number): number {
    return written - Atomics.load(this.#positions, READ) >>> 0;
  }
}
