/** The frame of a gzip member (RFC 1952): where its header ends, and where the next one may begin. */
import { crc32 } from "node:zlib";

const ID1 = 0x1f;
const ID2 = 0x8b;
const DEFLATE = 8;
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED_FLAGS = 0xe0;
const FIXED_BYTES = 10;
/** Highest operating system code in use, besides 255 for unknown (RFC 1952 §2.3.1). */
const LAST_OS = 13;
const UNKNOWN_OS = 255;
/** Longest header that is believed: two names and the largest extra field. */
const MAX_HEADER_BYTES = 262_144;

/** Size of the trailer: CRC32, then ISIZE. */
export const TRAILER_BYTES = 8;

/** A header, the wish for more bytes, or why it is none. */
export type GzipHeader =
  | { readonly kind: "header"; readonly byteLength: number; readonly doubts: readonly string[] }
  | { readonly kind: "short" }
  | { readonly kind: "bad"; readonly reason: string };

/** Whether gzip's two magic bytes are at `start`. */
export function hasGzipMagic(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === ID1 && bytes[start + 1] === ID2;
}

/** Reads the header that begins at `start`, of the bytes before `end`. */
export function readGzipHeader(bytes: Uint8Array, start: number, end: number): GzipHeader {
  if (end - start < FIXED_BYTES) return { kind: "short" };
  const method = bytes[start + 2]!;
  const flags = bytes[start + 3]!;
  if (!hasGzipMagic(bytes, start)) return { kind: "bad", reason: "magic bytes are not 1f 8b" };
  if (method !== DEFLATE) {
    return { kind: "bad", reason: `method is ${method}, expected ${DEFLATE} (deflate)` };
  }
  const fieldsEnd = skipFields(bytes, start, end, flags);
  if (fieldsEnd > start + MAX_HEADER_BYTES) {
    return { kind: "bad", reason: `header is longer than ${MAX_HEADER_BYTES} bytes` };
  }
  const headerEnd = fieldsEnd + (flags & FHCRC ? 2 : 0);
  if (headerEnd > end) {
    return end - start > MAX_HEADER_BYTES ? { kind: "bad", reason: "header has no end" } : { kind: "short" };
  }
  return {
    kind: "header",
    byteLength: headerEnd - start,
    doubts: findDoubts(bytes, start, fieldsEnd, flags),
  };
}

/** The index after the optional fields; beyond `end` when they do not end before it. */
function skipFields(bytes: Uint8Array, start: number, end: number, flags: number): number {
  let at = start + FIXED_BYTES;
  if (flags & FEXTRA) {
    if (at + 2 > end) return end + 1;
    at += 2 + (bytes[at]! | bytes[at + 1]! << 8);
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const nul = at < end ? bytes.subarray(at, end).indexOf(0) : -1;
    if (nul < 0) return end + 1;
    at += nul + 1;
  }
  return at;
}

function findDoubts(bytes: Uint8Array, start: number, fieldsEnd: number, flags: number): string[] {
  const doubts: string[] = [];
  if (flags & RESERVED_FLAGS) {
    doubts.push(`reserved flags are 0x${(flags & RESERVED_FLAGS).toString(16)}, expected 0`);
  }
  if (flags & FHCRC) {
    const stored = bytes[fieldsEnd]! | bytes[fieldsEnd + 1]! << 8;
    const actual = crc32(bytes.subarray(start, fieldsEnd)) & 0xffff;
    if (stored !== actual) doubts.push(`header CRC is ${hex(actual, 4)}, expected ${hex(stored, 4)}`);
  }
  return doubts;
}

/** A number as so many hexadecimal digits. */
export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/**
 * The index of the first likely member header in `[start, end)`, or -1. Stricter than reading one in its place, so that
 * compressed data is not mistaken for a header: by chance it passes once in 200 GB.
 */
export function findGzipHeader(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at <= end - FIXED_BYTES; at++) {
    if (bytes[at] === ID1 && bytes[at + 1] === ID2 && isLikelyHeader(bytes, at)) return at;
  }
  return -1;
}

/** Number of bytes at the end of a search that may be the beginning of a header. */
export const HEADER_OVERLAP: number = FIXED_BYTES - 1;

function isLikelyHeader(bytes: Uint8Array, at: number): boolean {
  const extraFlags = bytes[at + 8]!;
  const system = bytes[at + 9]!;
  return bytes[at + 2] === DEFLATE && (bytes[at + 3]! & RESERVED_FLAGS) === 0 &&
    (extraFlags === 0 || extraFlags === 2 || extraFlags === 4) &&
    (system <= LAST_OS || system === UNKNOWN_OS);
}
