import { compileFields } from "./access_regexp.ts";
import { type AccessField, type LayoutPiece, pieceOf } from "./conversion_word.ts";
import { UsageError } from "../errors.ts";

/** How the lines of one access log are to be read. */
export interface AccessLayout {
  /** Name for people, `combined + latencyMs`. */
  readonly name: string;
  /** Its fields as conversion words, without the tail. */
  readonly pattern: string;
  /** One group for each of `fields`, and a last one for what follows them. */
  readonly regexp: RegExp;
  /** Meaning of the groups. */
  readonly fields: readonly AccessField[];
  /** Meaning of the columns after them; null: to be told from each line alone. */
  readonly tail: readonly AccessField[] | null;
}

const COMMON = '%h %l %u [%t] "%r" %s %b';
/** What logback calls its own patterns. */
const NAMED_PATTERNS: ReadonlyMap<string, string> = new Map([
  ["clf", COMMON],
  ["common", COMMON],
  ["combined", `${COMMON} "%i{Referer}" "%i{User-Agent}"`],
]);
const PATTERN_NAME = /^%?(clf|common|combined)\b/;

const WORD =
  /%(?<percent>%)|%[<>^!\d,.-]{0,16}(?:\{(?<before>[^}]{0,128})\}(?<apache>\^?[A-Za-z]{1,3})|(?<word>[A-Za-z]+)(?:\{(?<after>[^}]{0,128})\})?)/y;
/** Only Apache writes `%>s` and `%{Referer}i`; its `%D` is in microseconds, logback's in milliseconds. */
const APACHE = /%[<>!^\d,]{0,16}(?:[<>]|\{[^}]{0,128}\}[A-Za-z])/;

/**
 * Makes a layout of the conversion words of logback-access (`%h %i{User-Agent} %D`) or Apache (`%>s %{Referer}i`).
 *
 * @throws {UsageError} when a word is not known; the message has its position, 1-based
 */
export function compileAccessLayout(pattern: string): AccessLayout {
  const text = pattern.replace(/(?:\s|%n)+$/, "").replace(
    PATTERN_NAME,
    (_, name) => NAMED_PATTERNS.get(name) ?? "",
  );
  const pieces = readPieces(text);
  const fields = pieces.flatMap((piece) => typeof piece === "string" ? [] : [piece.field]);
  if (!fields.includes("time")) {
    throw layoutError(pattern, "it has no time, expected %t", "add %t where the line has its time");
  }
  return { name: "custom", pattern, regexp: compileFields(pieces), fields, tail: [] };
}

function readPieces(pattern: string): LayoutPiece[] {
  const style = APACHE.test(pattern) ? "apache" : "logback";
  const pieces: LayoutPiece[] = [];
  let at = 0;
  while (at < pattern.length) {
    const percent = pattern.indexOf("%", at);
    if (percent !== at) pieces.push(pattern.slice(at, percent < 0 ? undefined : percent));
    if (percent < 0) break;
    WORD.lastIndex = percent;
    const match = WORD.exec(pattern);
    const found = match === null ? null : pieceOf(match.groups ?? {}, style);
    if (match === null || found === null) throw unknownWord(pattern, percent);
    pieces.push(...found.pieces);
    at = percent + match[0].length - found.unread;
  }
  return pieces;
}

function unknownWord(pattern: string, at: number): UsageError {
  const word = /^%\S{0,32}/.exec(pattern.slice(at))?.[0] ?? "%";
  const problem = `word "${word}" at position ${
    at + 1
  } is not known, expected one such as %h, %t, %r, %s, %b, %D`;
  return layoutError(pattern, problem, "copy the pattern from conf/logback-access.xml");
}

function layoutError(pattern: string, problem: string, remedy: string): UsageError {
  return new UsageError(`Cannot compile access layout ${JSON.stringify(pattern)}: ${problem}`, { remedy });
}

function builtin(name: string, pattern: string): AccessLayout {
  const pieces = readPieces(pattern);
  const fields = pieces.flatMap((piece) => typeof piece === "string" ? [] : [piece.field]);
  return { name, pattern, regexp: compileFields(pieces), fields, tail: null };
}

/** The forms servers write by default, the more particular before the more general. The tail is not decided. */
export const ACCESS_LAYOUTS: readonly AccessLayout[] = [
  builtin("vhost", `%v:%p ${COMMON}`),
  builtin("common", COMMON),
  builtin("old-combined", '%h %l [%t] %s %b "%i{Referer}" "%i{User-Agent}"'),
];
