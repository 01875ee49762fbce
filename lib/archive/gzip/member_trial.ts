import { crc32 } from "node:zlib";
import { hasGzipMagic, readGzipHeader, TRAILER_BYTES } from "./gzip_framing.ts";
import type { RawInflater } from "./raw_inflater.ts";

/** Output after which a member is believed. */
const ENOUGH_BYTES = 1_048_576;

/**
 * Whether the bytes from `start` to `end` begin with a gzip member, by inflating it. One that ends among them must have the
 * right CRC, and be followed by zeros, another member, or nothing: a `.gz` file that is stored in an archive is not.
 */
export function isGzipMember(inflater: RawInflater, bytes: Uint8Array, start: number, end: number): boolean {
  const header = readGzipHeader(bytes, start, end);
  if (header.kind !== "header") return false;
  inflater.reset();
  let crc = 0;
  let inflated = 0;
  for (let at = start + header.byteLength; inflated < ENOUGH_BYTES;) {
    inflater.drain();
    const status = inflater.inflate(bytes, at, end);
    at += inflater.consumed;
    inflated += inflater.filled;
    crc = crc32(inflater.output.subarray(0, inflater.filled), crc);
    if (status === "corrupt") return false;
    if (status === "end") return isRightEnd(bytes, at, end, crc);
    if (inflater.consumed === 0 && inflater.filled === 0) break;
  }
  inflater.drain();
  return true;
}

function isRightEnd(bytes: Uint8Array, at: number, end: number, crc: number): boolean {
  if (at + TRAILER_BYTES > end) return false;
  const stored = bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
  const rest = bytes.subarray(at + TRAILER_BYTES, end);
  const next = rest.findIndex((byte) => byte !== 0);
  return stored >>> 0 === crc && (next < 0 || hasGzipMagic(rest, next));
}
