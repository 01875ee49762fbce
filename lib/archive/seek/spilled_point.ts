import type { DraftPoint } from "./stream_draft.ts";

/** Takes windows that are not kept in memory, and gives them back. */
export interface WindowStore {
  /** Keeps a copy of bytes and says where they are. */
  put(bytes: Uint8Array): number;
  /** Fills a buffer with bytes from a place on. */
  read(place: number, into: Uint8Array): void;
}

/** A point whose window is read each time it is looked at, into a buffer that it shares with others. */
export class SpilledPoint implements DraftPoint {
  readonly outOffset: number;
  readonly inOffset: number;
  readonly bitOffset: number;
  readonly isNeeded: boolean;
  /** Bytes of the window. */
  readonly windowBytes: number;
  readonly #windows: WindowStore;
  readonly #place: number;
  readonly #buffer: Uint8Array;

  /** Puts the window of a point into a store; it will be read into the buffer. */
  constructor(
    { outOffset, inOffset, bitOffset, isNeeded, window }: DraftPoint,
    windows: WindowStore,
    buffer: Uint8Array,
  ) {
    this.outOffset = outOffset;
    this.inOffset = inOffset;
    this.bitOffset = bitOffset;
    this.isNeeded = isNeeded;
    this.windowBytes = window.length;
    this.#windows = windows;
    this.#place = windows.put(window);
    this.#buffer = buffer;
  }

  get window(): Uint8Array {
    const window = this.#buffer.subarray(0, this.windowBytes);
    this.#windows.read(this.#place, window);
    return window;
  }
}
