import { createGzip, type Gzip } from "node:zlib";
import { TarStream, type TarStreamInput } from "../std/tar.ts";
import type { LogTotals } from "./log/log_text.ts";
import type { SampleMember } from "./sample_members.ts";

const GZIP_LEVEL = 6;
const CHUNKS_AT_A_TIME = 256;
/** Place of the operating system in a gzip header; zlib writes the one it was built for. RFC 1952 §2.3.1. */
const GZIP_OS_OFFSET = 9;
const GZIP_OS_UNIX = 3;

/** What a member holds. */
export interface MemberTotals extends LogTotals {
  /** Path in the archive. */
  readonly path: string;
}

function forward(gzip: Gzip, controller: TransformStreamDefaultController<Uint8Array<ArrayBuffer>>): void {
  let isFirst = true;
  gzip.on("data", (data: Uint8Array) => {
    // zlib writes into one buffer again and again.
    const chunk = new Uint8Array(data);
    if (isFirst && chunk.length > GZIP_OS_OFFSET) chunk[GZIP_OS_OFFSET] = GZIP_OS_UNIX;
    isFirst = false;
    controller.enqueue(chunk);
  });
  gzip.on("error", (error: Error) => controller.error(error));
}

/** Compresses with `node:zlib`, which has a fixed level and no time in the header. */
function gzipStream(): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  const gzip = createGzip({ level: GZIP_LEVEL });
  return new TransformStream({
    start: (controller) => forward(gzip, controller),
    transform: (chunk) =>
      new Promise((resolve, reject) => gzip.write(chunk, (error) => error ? reject(error) : resolve())),
    flush: () => new Promise((resolve) => gzip.once("end", () => resolve()).end()),
    cancel: () => void gzip.destroy(),
  });
}

function* encoded(texts: Iterable<string>): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for (const text of texts) yield encoder.encode(text);
}

async function compress(texts: Iterable<string>): Promise<Uint8Array<ArrayBuffer>[]> {
  return await Array.fromAsync(ReadableStream.from(encoded(texts)).pipeThrough(gzipStream()));
}

function fileEntry(
  member: SampleMember,
  size: number,
  content: Iterable<Uint8Array<ArrayBuffer>>,
): TarStreamInput {
  const options = { mtime: Math.floor(member.mtimeMs / 1000), uname: "mongodb-mms", gname: "mongodb-mms" };
  return { type: "file", path: member.path, size, readable: ReadableStream.from(content), options };
}

/**
 * One entry. tar wants the size first: a compressed member is held, as it is small; another is written twice, once
 * only to count, which costs less memory than holding it and less time than it sounds.
 */
async function entryOf(member: SampleMember, totals: LogTotals): Promise<TarStreamInput> {
  if (member.gzip) {
    const chunks = await compress(member.write(totals));
    return fileEntry(member, chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks);
  }
  let chunks = 0;
  for (const _ of member.write(totals)) if (++chunks % CHUNKS_AT_A_TIME === 0) await aMoment();
  const again = member.write({ records: 0, lines: 0, bytes: 0 });
  return fileEntry(member, totals.bytes, encoded(again));
}

/** Lets signals and timers through: counting alone would keep them waiting for seconds. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function noteEntry(text: string, mtimeMs: number): TarStreamInput {
  const bytes = new TextEncoder().encode(text);
  const options = { mtime: Math.floor(mtimeMs / 1000) };
  return {
    type: "file",
    path: "README-SYNTHETIC.txt",
    size: bytes.length,
    readable: new Blob([bytes]).stream(),
    options,
  };
}

/** Options of {@linkcode sampleArchive}. */
export interface SampleArchiveOptions {
  /** Log files. */
  readonly members: readonly SampleMember[];
  /** Text of a file that says what this is. */
  readonly note: string;
  /** Time of that file, in epoch milliseconds. */
  readonly noteTimeMs: number;
  /** Told when the last member is written. */
  onEnd(totals: readonly MemberTotals[]): void;
}

async function* entries(options: SampleArchiveOptions): AsyncGenerator<TarStreamInput> {
  const written: MemberTotals[] = [];
  yield noteEntry(options.note, options.noteTimeMs);
  for (const member of options.members) {
    const totals = { path: member.path, records: 0, lines: 0, bytes: 0 };
    yield await entryOf(member, totals);
    written.push(totals);
  }
  options.onEnd(written);
}

/** The bytes of the tar.gz, made while they are read. */
export function sampleArchive(options: SampleArchiveOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(entries(options)).pipeThrough(new TarStream()).pipeThrough(gzipStream());
}
