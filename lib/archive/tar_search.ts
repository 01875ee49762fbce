import { BLOCK_BYTES, hasUstarMagic, isTarHeader } from "./tar_header.ts";

const MAGIC_START = 257;

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
    if (bytes[at + MAGIC_START] === 0x75 && hasUstarMagic(bytes, at) && isTarHeader(bytes, at)) return at;
  }
  return -1;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
