import { UsageError } from "../../../errors.ts";

/** Longest line that is read, in characters: as large as the largest page that is taken from the API. */
const MAX_LINE_CHARS = 64 * 1024 * 1024;

/** An event that was saved earlier. */
export interface SavedEventLine {
  /** 1-based. */
  readonly lineNumber: number;
  /** Without its end. */
  readonly text: string;
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
  try {
    for await (const text of splitLines(bytes.pipeThrough(new TextDecoderStream("utf-8", { fatal: true })))) {
      lineNumber++;
      if (text === "") continue;
      const event: unknown = JSON.parse(text);
      if (typeof event !== "object" || event === null || Array.isArray(event)) {
        throw new SyntaxError("no object");
      }
      yield { lineNumber, text, event };
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

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  let chars = 0;
  for await (const chunk of chunks) {
    const lines = chunk.split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      yield [...parts, line].join("").trim();
      parts = [];
      chars = 0;
    }
    parts.push(rest);
    chars += rest.length;
    if (chars > MAX_LINE_CHARS) throw new RangeError("the line is too long");
  }
  yield parts.join("").trim();
}
