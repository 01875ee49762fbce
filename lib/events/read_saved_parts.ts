import { findJsonMember, findJsonSpan, MAX_DEPTH, skipSeparators } from "./json_span.ts";

/** What a saved file is made of. `at` is an index into its text. */
export type SavedPart =
  /** A JSON value; `status` is that of the HTTP response it is the body of, if any. */
  | { readonly kind: "value"; readonly at: number; readonly value: unknown; readonly status: number | null }
  /** A list of which the elements follow as values of their own, because it cannot be parsed as a whole. */
  | { readonly kind: "list"; readonly at: number }
  /** A JSON value that cannot be parsed. */
  | { readonly kind: "bad"; readonly at: number; readonly reason: string }
  /** The text ends inside the value, list or HTTP head that begins here. */
  | { readonly kind: "cut"; readonly at: number }
  /** Something else than JSON; empty when the file ends after an HTTP head. */
  | { readonly kind: "text"; readonly at: number; readonly text: string; readonly status: number | null };

/** Where the reader is. */
interface Reader {
  readonly text: string;
  /** Status of the last HTTP head. */
  status: number | null;
  /** Whether that head has a body. */
  answered: boolean;
  /** Where to look for the next value after one that has no end. */
  resumeAt: number;
}

/** Page in envelope in array is 3; anything deeper is not a form that events are saved in. */
const MAX_LIST_LEVELS = 6;
const EXCERPT_CHARS = 200;
const LIST_KEYS: ReadonlySet<string> = new Set(["results", "content"]);
const STATUS_REGEXP = /^(?:< )?HTTP\/\S+[ \t]+(\d{3})/;
const CURL_VERBOSE_REGEXP = /^(?:[*<>] |[{}] \[\d+ bytes data\])/;

/**
 * Takes a saved file apart: JSON values with anything between them, the output of `curl --include` or `curl -v`.
 *
 * A value that is whole and valid is parsed at once. Any other is taken apart as far as it can be, so that one bad
 * event does not lose the others; after a value without end, reading goes on at the next line that can begin one.
 */
export function* readSavedParts(text: string): Generator<SavedPart> {
  const reader: Reader = { text, status: null, answered: true, resumeAt: 0 };
  for (let at = skipSeparators(text, 0); at < text.length; at = skipSeparators(text, at)) {
    if (!beginsJson(text, at)) {
      at = yield* readOther(reader, at);
      continue;
    }
    reader.answered = true;
    at = (yield* readValue(reader, at, 0)) ?? reader.resumeAt;
  }
  // A head without body is of interest only when nothing follows: else it is half of a handshake.
  if (!reader.answered) yield { kind: "text", at: text.length, text: "", status: reader.status };
}

function beginsJson(text: string, at: number): boolean {
  const char = text[at];
  return (char === "{" && !CURL_VERBOSE_REGEXP.test(text.slice(at, at + 40))) || char === "[";
}

/** Reads one value; returns the index after it, or `null` when it has no end. */
function* readValue(reader: Reader, at: number, level: number): Generator<SavedPart, number | null> {
  const { text } = reader;
  const span = findJsonSpan(text, at);
  const value = span.state === "whole" && !span.deep ? parseOrUndefined(text.slice(at, span.end)) : undefined;
  if (value !== undefined) {
    yield { kind: "value", at, value, status: reader.status };
    return span.end;
  }
  const inner = level < MAX_LIST_LEVELS ? findInner(text, at) : -1;
  if (inner >= 0) {
    const read = text[inner] === "[" ? readList : readValue;
    const end = yield* read(reader, inner, level + 1);
    if (span.state === "whole") return span.end;
    if (span.state === "cut") yield { kind: "cut", at };
    if (end === null || text[at] === "[") return end;
    // The list is read; the rest of its page is of no interest, and has no end.
    reader.resumeAt = text.startsWith("HTTP/", end) ? end : nextBeginning(text, end, 0);
    return null;
  }
  if (span.state === "cut") yield { kind: "cut", at };
  else yield { kind: "bad", at, reason: span.deep ? DEEP_REASON : INVALID_REASON };
  if (span.state === "whole") return span.end;
  // What nests too deep is not looked into for more values: each could hold all the rest, in quadratic time.
  reader.resumeAt = nextBeginning(text, span.deep ? span.end : at, indentationOf(text, at));
  return null;
}

const DEEP_REASON = `nested deeper than ${MAX_DEPTH} levels`;
const INVALID_REASON = "not valid JSON";

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the list or enveloped value in the value at `at` begins, or -1. */
function findInner(text: string, at: number): number {
  if (text[at] === "[") return at;
  if (text[at] !== "{") return -1;
  const member = findJsonMember(text, at, LIST_KEYS);
  return text[member] === "[" || text[member] === "{" ? member : -1;
}

function* readList(reader: Reader, open: number, level: number): Generator<SavedPart, number | null> {
  const { text } = reader;
  yield { kind: "list", at: open };
  for (let at = skipSeparators(text, open + 1); at < text.length; at = skipSeparators(text, at)) {
    if (text[at] === "]") return at + 1;
    if (text.startsWith("HTTP/", at)) {
      // The transfer stopped and another one was appended to the file.
      yield { kind: "cut", at };
      return at;
    }
    const end = yield* readValue(reader, at, level);
    if (end === null) return null;
    at = end;
  }
  yield { kind: "cut", at: open };
  return text.length;
}

/** Reads what is not JSON; returns the index after it. */
function* readOther(reader: Reader, at: number): Generator<SavedPart, number> {
  const { text } = reader;
  const line = text.slice(at, at + EXCERPT_CHARS);
  const status = STATUS_REGEXP.exec(line)?.[1];
  if (status !== undefined) {
    reader.status = Number(status);
    reader.answered = false;
  }
  if (line.startsWith("HTTP/")) return yield* readHead(reader, at);
  if (CURL_VERBOSE_REGEXP.test(line)) return endOfLine(text, at);
  if (text[at] === "]" || text[at] === "}") return at + 1;
  reader.answered = true;
  const end = nextBeginning(text, at, 0);
  yield { kind: "text", at, text: text.slice(at, Math.min(end, at + EXCERPT_CHARS)), status: reader.status };
  return end;
}

/** Reads a head up to its empty line, never by length: `curl` leaves out the body of a handshake, not its headers. */
function* readHead(reader: Reader, start: number): Generator<SavedPart, number> {
  const { text } = reader;
  for (let at = endOfLine(text, start); at < text.length; at = endOfLine(text, at)) {
    if (/[\r\n{[]/.test(text.charAt(at))) return at;
  }
  yield { kind: "cut", at: start };
  return text.length;
}

function endOfLine(text: string, at: number): number {
  const lineFeed = text.indexOf("\n", at);
  return lineFeed < 0 ? text.length : lineFeed + 1;
}

/** The next line that begins like a value or an HTTP head, at the margin or as far from it as `indentation`. */
function nextBeginning(text: string, after: number, indentation: number): number {
  for (let at = endOfLine(text, after); at < text.length; at = endOfLine(text, at)) {
    if (text.startsWith("HTTP/", at)) return at;
    const indented = at + indentation;
    if (/[[{]/.test(text.charAt(at))) return at;
    if (/[[{]/.test(text.charAt(indented)) && text.slice(at, indented).trim() === "") return indented;
  }
  return text.length;
}

function indentationOf(text: string, at: number): number {
  let start = at;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  return start === 0 || text[start - 1] === "\n" ? at - start : 0;
}
