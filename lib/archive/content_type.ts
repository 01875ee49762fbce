import { hasGzipMagic } from "./gzip/gzip_framing.ts";
import { BLOCK_BYTES, hasUstarMagic, isTarHeader } from "./tar/tar_header.ts";
import { findTarHeader } from "./tar/tar_search.ts";

/** How many bytes are looked at, at most: more than the 10 KiB of an empty tar. */
export const DETECT_BYTES = 16_384;

/** What bytes are, by their content alone. `plain` is text, or a member of which nothing is known. */
export type ContentType =
  | { readonly kind: "gzip" | "tar" | "plain" }
  | { readonly kind: "refused"; readonly code: string; readonly state: string };

const GZIP_FIRST_BYTE = 0x1f;
const UNSUPPORTED: readonly (readonly [format: string, ...magic: number[]])[] = [
  ["zip", 0x50, 0x4b, 0x03, 0x04],
  ["zip", 0x50, 0x4b, 0x05, 0x06],
  ["bzip2", 0x42, 0x5a, 0x68, -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
  ["bzip2", 0x42, 0x5a, 0x68, -1, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
  ["xz", 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  ["zstd", 0x28, 0xb5, 0x2f, 0xfd],
  ["7z", 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ["rar", 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  ["lz4", 0x04, 0x22, 0x4d, 0x18],
  ["lzip", 0x4c, 0x5a, 0x49, 0x50, 0x01],
  ["compress", 0x1f, 0x9d],
];

/**
 * Says what content is, by its first bytes, which are all of it when `isWhole`. An input is looked at more closely than a
 * member: what is not recognised is delivered as a member, but is of no use as an input.
 */
export function detectContent(
  first: Uint8Array,
  { isInput, isWhole }: { isInput: boolean; isWhole: boolean },
): ContentType {
  const isOneByteOfGzip = isWhole && first.length === 1 && first[0] === GZIP_FIRST_BYTE;
  if (hasGzipMagic(first, 0) || isOneByteOfGzip) return { kind: "gzip" };
  if (first.length >= BLOCK_BYTES && (isTarHeader(first, 0) || hasUstarMagic(first, 0))) {
    return { kind: "tar" };
  }
  const unsupported = UNSUPPORTED.find(([, ...magic]) =>
    magic.every((byte, i) => byte < 0 || first[i] === byte)
  );
  if (unsupported) {
    const state = `it is ${unsupported[0]}, expected gzip, tar or text; unpack it first`;
    return { kind: "refused", code: "archive.unsupported", state };
  }
  if (isInput && isDamagedTar(first, isWhole)) return { kind: "tar" };
  if (isInput && isBinary(first)) {
    return {
      kind: "refused",
      code: "archive.unknown",
      state: "it is binary data, expected gzip, tar or text",
    };
  }
  return { kind: "plain" };
}

/** Whether bytes that are no container at first sight are a tar all the same: an empty one, or one without its beginning. */
function isDamagedTar(first: Uint8Array, isWhole: boolean): boolean {
  const isEmptyTar = isWhole && first.length >= 2 * BLOCK_BYTES && first.length % BLOCK_BYTES === 0 &&
    first.every((byte) => byte === 0);
  return isEmptyTar || findTarHeader(first, 0, first.length, 0) >= 0;
}

/** Share of bytes that no text has, from which bytes are called binary. Random bytes have about 0.6. */
const BINARY_SHARE = 0.3;

/** Whether bytes are plainly no text. NULs at the beginning do not count: a log cut in place begins with them. */
function isBinary(bytes: Uint8Array): boolean {
  const hasUtf16Mark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (hasUtf16Mark) return false;
  const begin = bytes.findIndex((byte) => byte !== 0);
  const text = bytes.subarray(begin < 0 ? bytes.length : begin);
  let foreign = 0;
  for (const character of new TextDecoder().decode(text)) {
    if (character === "\ufffd" || (character < " " && !"\t\n\v\f\r\b\x1b".includes(character))) foreign++;
  }
  return foreign > BINARY_SHARE * text.length;
}
