import type { ByteWindow } from "../byte_window.ts";
import { BLOCK_BYTES } from "./tar_header.ts";
import type { Segment } from "./tar_sparse.ts";

const ZEROS = new Uint8Array(65_536);

/** Whether bytes that a body gave are of a hole. */
export function isHole(bytes: Uint8Array): boolean {
  return bytes.buffer === ZEROS.buffer;
}

/** Reads or passes over what is stored of one entry, and its padding, from a window. */
export class TarBody {
  #storedLeft: number;
  #padding: number;
  #size: number;
  #segments: readonly Segment[];
  #nextSegment = 0;
  #position = 0;

  /** Creates the body of an entry of which `storedSize` bytes are in the archive. */
  constructor(storedSize: number) {
    this.#storedLeft = storedSize;
    this.#padding = (BLOCK_BYTES - storedSize % BLOCK_BYTES) % BLOCK_BYTES;
    this.#size = storedSize;
    this.#segments = [{ offset: 0, length: storedSize }];
  }

  /** Stored bytes not used yet, without padding. */
  get storedLeft(): number {
    return this.#storedLeft;
  }

  /** Size of the file, holes included. */
  get size(): number {
    return this.#size;
  }

  /** How much of the file was read. */
  get position(): number {
    return this.#position;
  }

  /** Says that only these parts of the file are stored, and the rest is zeros. */
  setSegments(segments: readonly Segment[], size: number): void {
    this.#segments = segments;
    this.#size = size;
  }

  /** Uses one block of what is stored, which is not content. */
  takeBlock(window: ByteWindow): Uint8Array {
    this.#storedLeft = Math.max(0, this.#storedLeft - BLOCK_BYTES);
    return window.take(BLOCK_BYTES);
  }

  /** Uses the next `count` stored bytes. */
  takeStored(window: ByteWindow, count: number): Uint8Array {
    this.#storedLeft -= count;
    return window.take(count);
  }

  /** The next bytes of the file; `undefined` when the window is empty. Not to be called at the end. */
  read(window: ByteWindow): Uint8Array | undefined {
    const { offset, length } = this.#segments[this.#nextSegment] ?? { offset: this.#size, length: 0 };
    if (this.#position < offset) return this.#advance(ZEROS.subarray(0, offset - this.#position));
    const segmentLeft = offset + length - this.#position;
    const count = Math.min(segmentLeft, window.length);
    if (count === segmentLeft) this.#nextSegment++;
    else if (count === 0) return undefined;
    return this.#advance(this.takeStored(window, count));
  }

  /** Uses what is stored, as far as the window has it; true at the end of the padding. */
  skip(window: ByteWindow): boolean {
    const ofBody = Math.min(this.#storedLeft, window.length);
    const ofPadding = Math.min(this.#padding, window.length - ofBody);
    window.consume(ofBody + ofPadding);
    this.#storedLeft -= ofBody;
    this.#padding -= ofPadding;
    return this.#storedLeft + this.#padding === 0;
  }

  #advance(bytes: Uint8Array): Uint8Array {
    this.#position += bytes.length;
    return bytes;
  }
}
