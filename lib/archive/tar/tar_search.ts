import type { ArchiveProblem } from "../archive_problem.ts";
import type { ByteWindow } from "../byte_window.ts";
import { BLOCK_BYTES, hasUstarMagic, isTarHeader } from "./tar_header.ts";

const MAGIC = 257;
const MAGIC_FIRST_BYTE = 0x75;

/**
 * The index of the first header in `[start, end)`, or -1: any header with a right checksum at a distance of whole blocks
 * from `aligned`, and one with ustar's magic anywhere. Linear, at several hundred MB/s.
 */
export function findTarHeader(bytes: Uint8Array, start: number, end: number, aligned: number): number {
  const last = end - BLOCK_BYTES;
  let nextAligned = start + mod(aligned - start, BLOCK_BYTES);
  for (let at = start; at <= last; at++) {
    if (at === nextAligned) {
      if (isTarHeader(bytes, at)) return at;
      nextAligned += BLOCK_BYTES;
    }
    if (bytes[at + MAGIC] === MAGIC_FIRST_BYTE && hasUstarMagic(bytes, at) && isTarHeader(bytes, at)) {
      return at;
    }
  }
  return -1;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Looks for the next header after a place where there should have been one, or where bytes are missing. */
export class TarSearch {
  readonly #problem: ArchiveProblem;
  #aligned: number;

  /** Begins a search; what is wrong is told when it is known where reading goes on. */
  constructor(problem: ArchiveProblem) {
    this.#problem = problem;
    this.#aligned = problem.byteOffset;
  }

  /** Says that blocks begin at this offset now. */
  realign(offset: number): void {
    this.#aligned = offset;
  }

  /** Uses bytes up to the next header; false when it needs more, true also when they end before one. */
  advance(window: ByteWindow): boolean {
    const { bytes, start, end, position, ended } = window;
    const at = findTarHeader(bytes, start, end, start + this.#aligned - position);
    if (at >= 0) window.consume(at - start);
    else window.consume(ended ? window.length : Math.max(0, window.length - BLOCK_BYTES + 1));
    return at >= 0 || ended;
  }

  /** What was wrong, and where reading goes on: at the window's start, unless that is the end. */
  tell(window: ByteWindow): ArchiveProblem {
    const { message } = this.#problem;
    const outcome = window.length > 0
      ? `reading goes on with the header at offset ${window.position}`
      : "no header follows";
    return { ...this.#problem, message: `${message}; ${outcome}` };
  }
}
