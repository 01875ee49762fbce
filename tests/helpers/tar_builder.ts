/** Builds tars byte by byte, so that each quirk of a writer, and each damage, can be made. */
import { gzipSync } from "node:zlib";

const BLOCK = 512;
const ENCODER = new TextEncoder();

/** What a header says. Everything has a sensible default. */
export interface HeaderFields {
  /** Name field; bytes when it is not UTF-8. */
  readonly name?: string | Uint8Array;
  /** Size field. */
  readonly size?: number;
  /** One character. */
  readonly typeflag?: string;
  /** Magic and version. @default {"ustar"} */
  readonly format?: "ustar" | "gnu" | "v7" | "star";
  /** Prefix field of ustar. */
  readonly prefix?: string;
  /** Bytes that replace others, by offset, before the checksum is made. */
  readonly patch?: Readonly<Record<number, string | Uint8Array>>;
  /** How the checksum is made. @default {"unsigned"} */
  readonly checksum?: "unsigned" | "signed" | "wrong";
}

const MAGIC = { ustar: "ustar\x0000", gnu: "ustar  \0", v7: "", star: "ustar\x0000" } as const;

/** Text as UTF-8. */
export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? ENCODER.encode(text) : text;
}

/** All bytes, one after another. */
export function concat(...chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** A number as octal digits that fill a field but for the NUL at its end. */
export function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

/** A 512-byte header. */
export function tarHeader(fields: HeaderFields = {}): Uint8Array {
  const { name = "a.log", size = 0, typeflag = "0", format = "ustar", prefix = "", checksum = "unsigned" } =
    fields;
  const block = new Uint8Array(BLOCK);
  const put = (at: number, value: string | Uint8Array) => block.set(bytesOf(value), at);
  put(0, name);
  put(100, octal(0o644, 8));
  put(124, octal(size, 12));
  put(136, octal(1_775_952_000, 12));
  put(156, typeflag);
  put(257, MAGIC[format]);
  put(345, prefix);
  if (format === "star") put(508, "tar\0");
  for (const [at, value] of Object.entries(fields.patch ?? {})) put(Number(at), value);
  put(148, " ".repeat(8));
  let sum = 0;
  for (const byte of block) sum += checksum === "signed" && byte > 127 ? byte - 256 : byte;
  put(148, `${octal(checksum === "wrong" ? sum + 1 : sum, 7)} `);
  return block;
}

/** Bytes padded with zeros to whole blocks. */
export function padded(bytes: Uint8Array): Uint8Array {
  return concat(bytes, new Uint8Array((BLOCK - bytes.length % BLOCK) % BLOCK));
}

/** A header and a body. */
export function tarEntry(fields: HeaderFields, body: string | Uint8Array = ""): Uint8Array {
  const bytes = bytesOf(body);
  return concat(tarHeader({ size: bytes.length, ...fields }), padded(bytes));
}

/** One record of a pax header. */
export function paxRecord(key: string, value: string | Uint8Array): Uint8Array {
  const rest = concat(bytesOf(` ${key}=`), bytesOf(value), bytesOf("\n"));
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return concat(bytesOf(String(length)), rest);
}

/** A pax header of these records: `x` for the next entry, `g` for all. */
export function paxEntry(
  records: Readonly<Record<string, string | Uint8Array>>,
  typeflag: "x" | "g" = "x",
): Uint8Array {
  const body = concat(...Object.entries(records).map(([key, value]) => paxRecord(key, value)));
  return tarEntry({ name: "PaxHeaders/a", typeflag }, body);
}

/** Zero blocks: two of them end an archive. */
export function zeroBlocks(count = 2): Uint8Array {
  return new Uint8Array(count * BLOCK);
}

/** Entries and the end of the archive. */
export function tarOf(...entries: readonly Uint8Array[]): Uint8Array {
  return concat(...entries, zeroBlocks());
}

/** One gzip member. */
export function gzip(bytes: string | Uint8Array, level = 6): Uint8Array {
  return new Uint8Array(gzipSync(bytesOf(bytes), { level }));
}

/** Bytes that do not compress, the same every time. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** A copy with some bytes replaced. */
export function withBytes(bytes: Uint8Array, at: number, replacement: string | Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.set(bytesOf(replacement), at);
  return copy;
}
