/** One 512-byte tar header: POSIX ustar, v7, old GNU and star, told apart by their magic. */

/** Everything in a tar is padded to this. */
export const BLOCK_BYTES = 512;

/** A header whose checksum is right. */
export interface TarHeader {
  /** Name as stored, prefix included, not made safe. */
  readonly name: string;
  /** One character; `\0` for old regular files. */
  readonly typeflag: string;
  /** Size of the body, or why there is none to be read from the header. */
  readonly size: number | { readonly bad: string };
  /** The whole header. */
  readonly block: Uint8Array;
}

/** Where fields lie: offset and length. */
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPEFLAG = 156;
const MAGIC = 257;
const PREFIX = [345, 155] as const;
/** star keeps times in the last 24 bytes of the prefix, and a mark at the very end. */
const STAR_PREFIX = [345, 131] as const;
const STAR_MARK = 508;
/** Old GNU keeps two octal times where ustar has the prefix. */
const GNU_TIMES = [345, 24] as const;

const SPACE = 0x20;
const ZERO = 0x30;
const SEVEN = 0x37;

/** Up to this length a decoder takes twice as long. */
const MAX_PLAIN_NAME = 256;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes of a name as text: UTF-8 when they are that, else each byte as the character of the same number. */
export function decodeName(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  const name = nul < 0 ? bytes : bytes.subarray(0, nul);
  try {
    return plainName(name) ?? UTF8.decode(name);
  } catch {
    return Array.from(name, (byte) => String.fromCharCode(byte)).join("");
  }
}

/** Null: it is long, or not of ASCII alone. */
function plainName(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_PLAIN_NAME) return null;
  let name = "";
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! > 0x7f) return null;
    name += String.fromCharCode(bytes[i]!);
  }
  return name;
}

/** A numeric field: octal with spaces or NULs around it, or base-256; else what is wrong with it. */
export function readNumber(field: Uint8Array): number | { bad: string } {
  if (field[0]! & 0x80) return readBase256(field);
  let at = 0;
  while (at < field.length && isBlank(field[at]!)) at++;
  let value = 0;
  for (; at < field.length && !isBlank(field[at]!); at++) {
    const digit = field[at]!;
    if (digit < ZERO || digit > SEVEN) return { bad: `"${decodeName(field)}", expected octal digits` };
    value = value * 8 + digit - ZERO;
  }
  return value;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === 0;
}

/** GNU's binary numbers: big-endian two's complement, whose highest bit is replaced by the mark. */
function readBase256(field: Uint8Array): number | { bad: string } {
  const first = field[0]! & 0x7f;
  let value = first & 0x40 ? first - 0x80 : first;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  if (value < 0) return { bad: `${value}, expected at least 0` };
  return value > Number.MAX_SAFE_INTEGER
    ? { bad: `${value}, expected at most ${Number.MAX_SAFE_INTEGER}` }
    : value;
}

/** What is wrong with the checksum of the header at `at`: "ACTUAL, expected STORED". */
export function describeChecksum(bytes: Uint8Array, at: number): string {
  const stored = readStoredChecksum(bytes, at);
  return typeof stored === "number"
    ? `${computeChecksums(bytes, at).unsigned}, expected ${stored}`
    : stored.bad;
}

/** The checksum stored in the header at `at`. */
function readStoredChecksum(bytes: Uint8Array, at: number): number | { bad: string } {
  const [offset, length] = CHECKSUM;
  return readNumber(bytes.subarray(at + offset, at + offset + length));
}

/** The checksum of the header at `at`, as it must be: of unsigned bytes, and as some old tars wrote it: of signed ones. */
function computeChecksums(bytes: Uint8Array, at: number): { unsigned: number; signed: number } {
  const [offset, length] = CHECKSUM;
  let unsigned = length * SPACE;
  let highBytes = 0;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i === offset) i += length;
    unsigned += bytes[at + i]!;
    highBytes += bytes[at + i]! >> 7;
  }
  return { unsigned, signed: unsigned - 256 * highBytes };
}

/** Whether a header with the right checksum is at `at`. An all-zero block is none. */
export function isTarHeader(bytes: Uint8Array, at: number): boolean {
  const stored = readStoredChecksum(bytes, at);
  // Most blocks that are no header have no number here, and are told apart without a sum.
  if (typeof stored !== "number" || stored === 0) return false;
  const { unsigned, signed } = computeChecksums(bytes, at);
  return stored === unsigned || stored === signed;
}

/** Whether ustar's or old GNU's magic is in the block at `at`, whatever the checksum. */
export function hasUstarMagic(bytes: Uint8Array, at: number): boolean {
  return isText(bytes, at + MAGIC, "ustar\0") || isText(bytes, at + MAGIC, "ustar  \0");
}

function isText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether the block at `at` is all zeros. */
export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK_BYTES; i++) {
    if (bytes[i] !== 0) return false;
  }
  return true;
}

/** Reads a block for which {@linkcode isTarHeader} holds. */
export function readTarHeader(block: Uint8Array): TarHeader {
  const field = ([offset, length]: readonly [number, number]) => block.subarray(offset, offset + length);
  const name = decodeName(field(NAME));
  const prefix = readPrefix(block, field);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    typeflag: String.fromCharCode(block[TYPEFLAG]!),
    size: readNumber(field(SIZE)),
    block,
  };
}

function readPrefix(block: Uint8Array, field: (place: readonly [number, number]) => Uint8Array): string {
  if (!isText(block, MAGIC, "ustar")) return "";
  // Go before 1.8 wrote a prefix under GNU's magic: it cannot be taken for times then.
  const isOldGnu = isText(block, MAGIC, "ustar  \0") &&
    (typeof readNumber(field(GNU_TIMES)) === "number" || (block[PREFIX[0]]! & 0x80) !== 0);
  if (isOldGnu) return "";
  return decodeName(field(isText(block, STAR_MARK, "tar\0") ? STAR_PREFIX : PREFIX));
}
