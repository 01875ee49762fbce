import { Buffer } from "node:buffer";
import { UsageError } from "../../../errors.ts";
import { isJsonRecord } from "../../../fetch/json_record.ts";

/** Longest line that is read, in characters: as large as the largest page that is taken from the API. */
const MAX_LINE_CHARS = 64 * 1024 * 1024;

/** An event that was saved earlier. */
export interface SavedEventLine {
  /** 1-based. */
  readonly lineNumber: number;
  /** Without its end. */
  readonly text: string;
  /** Bytes of the line with its end; null: it, or one before it, is not written as we write it. */
  readonly sizeBytes: number | null;
  /** What it says. */
  readonly event: object;
}

/**
 * Reads a file of {@linkcode collectEvents} line by line.
 *
 * @throws {UsageError} at the first line that is no JSON object.
 */
export async function* readSavedEventLines(
  path: string,
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<SavedEventLine> {
  let lineNumber = 0;
  let isOurs = true;
  // A byte order mark stays: with it the file is not as we write it.
  const decoder = new TextDecoderStream("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const { line, isEnded } of splitLines(bytes.pipeThrough(decoder))) {
      lineNumber++;
      const text = line.trim();
      isOurs &&= isEnded && text !== "" && text.length === line.length;
      if (text === "") continue;
      const event: unknown = JSON.parse(text);
      if (!isJsonRecord(event)) throw new SyntaxError("no object");
      yield { lineNumber, text, event, sizeBytes: isOurs ? Buffer.byteLength(text) + 1 : null };
    }
  } catch (cause) {
    // What is no UTF-8 is a TypeError.
    if (!(cause instanceof SyntaxError || cause instanceof TypeError || cause instanceof RangeError)) {
      throw cause;
    }
    throw notWrittenHere(path, Math.max(lineNumber, 1), cause);
  }
}

/** The error that says that a file is not ours. */
export function notWrittenHere(path: string, lineNumber: number, cause?: unknown): UsageError {
  return new UsageError(
    `Cannot add events to "${path}": it was not written by fetch events (line ${lineNumber} is no event)`,
    { remedy: "--out FILE with another name", cause },
  );
}

async function* splitLines(
  chunks: AsyncIterable<string>,
): AsyncGenerator<{ line: string; isEnded: boolean }> {
  let parts: string[] = [];
  let chars = 0;
  for await (const chunk of chunks) {
    const lines = chunk.split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      yield { line: parts.length === 0 ? line : [...parts, line].join(""), isEnded: true };
      parts = [];
      chars = 0;
    }
    parts.push(rest);
    chars += rest.length;
    if (chars > MAX_LINE_CHARS) throw new RangeError("the line is too long");
  }
  const line = parts.join("");
  if (line !== "") yield { line, isEnded: false };
}
