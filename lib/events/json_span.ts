const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Deepest nesting of an event that is read. Real ones have about 6 levels; what reads them recurses. */
export const MAX_DEPTH = 64;

/** Where a JSON value ends, found by its brackets and strings alone. */
export interface JsonSpan {
  /** Index after its last character, or where it was found to be wrong. */
  readonly end: number;
  /**
   * `whole`: its brackets match, which does not make it valid; `broken`: they do not match, or another value begins
   * on a new line inside it; `cut`: the text ends inside it.
   */
  readonly state: "whole" | "broken" | "cut";
  /** Whether it is nested deeper than {@linkcode MAX_DEPTH}. */
  readonly deep: boolean;
}

/** Finds the end of the object, array, string or scalar that begins at `start`. Linear, without recursion. */
export function findJsonSpan(text: string, start: number): JsonSpan {
  const first = text.charCodeAt(start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return findContainerEnd(text, start);
  if (first === QUOTE) return findStringEnd(text, start);
  let end = start;
  while (end < text.length && !isDelimiter(text.charCodeAt(end))) end++;
  // At least one character, so that reading on from here always makes progress.
  return { end: Math.max(end, start + 1), state: "whole", deep: false };
}

function findContainerEnd(text: string, start: number): JsonSpan {
  const closers = new Uint8Array(MAX_DEPTH);
  let depth = 0;
  let deep = false;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const string = findStringEnd(text, at);
      if (string.state !== "whole") return { ...string, deep };
      at = string.end - 1;
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      const outer = closers[depth - 1];
      if (outer !== undefined && beginsAnotherValue(text, at, outer)) {
        return { end: at, state: "broken", deep };
      }
      // In ASCII each closing bracket is two after its opening one.
      if (depth < MAX_DEPTH) closers[depth] = char + 2;
      depth++;
      deep ||= depth > MAX_DEPTH;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      depth--;
      if (depth < MAX_DEPTH && closers[depth] !== char) return { end: at, state: "broken", deep };
      if (depth === 0) return { end: at + 1, state: "whole", deep };
    }
  }
  return { end: text.length, state: "cut", deep };
}

/** A bracket at the start of a line, where the value around it cannot hold one, is the next value of the file. */
function beginsAnotherValue(text: string, at: number, outerCloser: number): boolean {
  if (text.charCodeAt(at - 1) !== LINE_FEED) return false;
  let before = at - 1;
  while (isBlank(text.charCodeAt(before))) before--;
  const char = text.charCodeAt(before);
  return outerCloser === CLOSE_BRACE ? char !== COLON : char !== COMMA && char !== OPEN_BRACKET;
}

function findStringEnd(text: string, start: number): JsonSpan {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return { end: at + 1, state: "whole", deep: false };
    if (char === LINE_FEED) return { end: at, state: "broken", deep: false };
    if (char === BACKSLASH) at++;
  }
  return { end: text.length, state: "cut", deep: false };
}

/** Finds the member of the object at `start` whose key is one of `keys`; returns where its value begins, or -1. */
export function findJsonMember(text: string, start: number, keys: ReadonlySet<string>): number {
  for (let at = skipSeparators(text, start + 1); at < text.length; at = skipSeparators(text, at)) {
    if (text.charCodeAt(at) !== QUOTE) return -1;
    const key = findJsonSpan(text, at);
    const colon = skipSeparators(text, key.end);
    if (key.state !== "whole" || text.charCodeAt(colon) !== COLON) return -1;
    const value = skipSeparators(text, colon + 1);
    if (keys.has(text.slice(at + 1, key.end - 1))) return value < text.length ? value : -1;
    const span = findJsonSpan(text, value);
    if (span.state !== "whole") return -1;
    at = span.end;
  }
  return -1;
}

/** Skips white space, commas, byte order marks and record separators (RFC 7464): what may stand between values. */
export function skipSeparators(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (!isBlank(char) && char !== COMMA && char !== 0xfeff && char !== 0x1e) break;
  }
  return at;
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === LINE_FEED || char === 0x0d || char === 0x09;
}

function isDelimiter(char: number): boolean {
  return isBlank(char) || char === COMMA || char === QUOTE || char === OPEN_BRACE || char === OPEN_BRACKET ||
    char === CLOSE_BRACE || char === CLOSE_BRACKET;
}
