import { Buffer } from "node:buffer";
import { constants, createGunzip } from "node:zlib";
import type { Diagnostic } from "../errors.ts";

/** A saved file as text. */
export interface SavedText {
  /** Everything that could be read. */
  readonly text: string;
  /** What could not: at most one thing, since it ends the text. */
  readonly damage: Diagnostic | null;
}

/** Where bytes come from and how many are taken. */
export interface DecodeOptions {
  /** Name for diagnostics. */
  readonly name: string;
  /** Largest number of bytes taken, before and after decompression. */
  readonly maxBytes: number;
}

/** Reads a saved file: plain or gzip (any number of members), UTF-8 or UTF-16, with or without byte order mark. */
export async function decodeSavedBytes(
  chunks: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): Promise<SavedText> {
  const saved = await collectBytes(chunks, options.maxBytes);
  const limit: Diagnostic | null = saved.cut ? limitDiagnostic(options) : null;
  if (!isGzip(saved.bytes)) return { text: decodeText(saved.bytes), damage: limit };
  const { bytes, error } = await gunzip(saved.bytes, options.maxBytes);
  const damage = limit ?? (error === null ? null : gunzipDiagnostic(error, options));
  return { text: decodeText(bytes), damage };
}

async function collectBytes(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; cut: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    // A copy: a source may overwrite a chunk when the next is asked for.
    parts.push(chunk.slice(0, maxBytes - length));
    length += chunk.length;
    if (length > maxBytes) return { bytes: Buffer.concat(parts), cut: true };
  }
  return { bytes: Buffer.concat(parts), cut: false };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface Gunzipped {
  bytes: Uint8Array;
  error: Error | "limit" | null;
  /** Where the write began that failed. */
  failedAt: number;
}

const WRITE_BYTES = 4096;

/**
 * The decompressor drops what it decoded of the write that fails. So, on damage, it is run again and that one write
 * is made byte by byte: nothing before the damage is lost.
 */
async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Gunzipped> {
  const result = await gunzipInWrites(bytes, maxBytes, bytes.length);
  const damaged = result.error instanceof Error && !isCut(result.error);
  return damaged ? await gunzipInWrites(bytes, maxBytes, result.failedAt) : result;
}

async function gunzipInWrites(bytes: Uint8Array, maxBytes: number, bytewiseFrom: number): Promise<Gunzipped> {
  const stream = createGunzip({ flush: constants.Z_SYNC_FLUSH });
  const parts: Uint8Array[] = [];
  let length = 0;
  let failedAt = 0;
  stream.on("data", (part: Uint8Array) => {
    parts.push(part.subarray(0, Math.max(0, maxBytes - length)));
    length += part.length;
  });
  const ended = new Promise<Error | null>((resolve) => {
    stream.on("error", resolve).on("close", () => resolve(null)).on("end", () => resolve(null));
  });
  for (let at = 0; at < bytes.length && length <= maxBytes && !stream.destroyed;) {
    const end = Math.min(at + (at < bytewiseFrom ? WRITE_BYTES : 1), bytes.length);
    failedAt = at;
    await Promise.race([ended, new Promise((written) => stream.write(bytes.subarray(at, end), written))]);
    at = end;
  }
  if (length > maxBytes) stream.destroy();
  else stream.end();
  const error = await ended;
  return { bytes: Buffer.concat(parts), error: length > maxBytes ? "limit" : error, failedAt };
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** JSON has no zero bytes, so UTF-16 is known even without its byte order mark. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

function limitDiagnostic({ name, maxBytes }: DecodeOptions): Diagnostic {
  return {
    code: "events.limit",
    severity: "error",
    message:
      `Cannot read events to the end: there are more than ${maxBytes} bytes, expected at most that many`,
    input: name,
  };
}

function gunzipDiagnostic(error: Error | "limit", options: DecodeOptions): Diagnostic {
  if (error === "limit") return limitDiagnostic(options);
  const cut = isCut(error);
  return {
    code: cut ? "events.truncated" : "events.damaged",
    severity: "error",
    message: cut
      ? "Cannot read events to the end: the gzip data ends early, expected a complete member"
      : `Cannot read events to the end: the gzip data is damaged (${error.message}), expected valid data`,
    input: options.name,
  };
}

function isCut(error: Error): boolean {
  return "code" in error && error.code === "Z_BUF_ERROR";
}
