/** ECMAScript expressions without flags in RE2's syntax. */
import { ANY_IN_LINE, characterSource, setSource } from "./character_set.ts";
import { ExpressionError } from "./expression_error.ts";
import { readClass } from "./read_class.ts";
import { type Cursor, readCharacter, readEscape } from "./read_escape.ts";

/** An expression in RE2's syntax. */
export interface TranslatedExpression {
  /** The expression. Its groups are those that have a name; all others do not capture. */
  readonly source: string;
  /** Names of the groups, in order. */
  readonly groupNames: readonly string[];
}

/** Most repetitions that RE2 counts. */
const MAX_REPEAT = 1000;
const QUANTIFIER = /[*+?]\??|\{(\d+)(?:,(\d*))?\}\??/y;
const GROUP = /\((?:\?(?:<([^>=!]+)>|(<?[=!]|[-ims]*:)))?/y;
const PLAIN = "^$|)";

/** Translates what `new RegExp(pattern)` takes; throws an {@linkcode ExpressionError} at what needs more than linear time. */
export function translateExpression(pattern: string): TranslatedExpression {
  const cursor: Cursor = { pattern, at: 0 };
  const groupNames: string[] = [];
  const hasNames = /\(\?<[^=!]/.test(pattern);
  let source = "";
  while (cursor.at < pattern.length) {
    const next = pattern.charAt(cursor.at);
    if (next === "(") source += readGroup(cursor, groupNames);
    else if (next === "\\") source += readBackslash(cursor, hasNames);
    else source += readQuantifier(cursor) ?? readOther(cursor, next);
  }
  return { source, groupNames };
}

function readOther(cursor: Cursor, next: string): string {
  if (next === "[") return setSource(readClass(cursor));
  const codePoint = readCharacter(cursor);
  if (next === ".") return setSource(ANY_IN_LINE);
  return PLAIN.includes(next) ? next : characterSource(codePoint);
}

function readBackslash(cursor: Cursor, hasNames: boolean): string {
  const letter = cursor.pattern.charAt(cursor.at + 1);
  if (letter === "b" || letter === "B") {
    cursor.at += 2;
    return `\\${letter}`;
  }
  if (letter === "k" && hasNames) {
    throw new ExpressionError(
      "\\k, a back-reference, cannot be run in linear time: write out the text",
      { offset: cursor.at },
    );
  }
  const atom = readEscape(cursor);
  return typeof atom === "number" ? characterSource(atom) : setSource(atom);
}

function readGroup(cursor: Cursor, groupNames: string[]): string {
  const offset = cursor.at;
  GROUP.lastIndex = offset;
  const [opening = "(", name, special] = GROUP.exec(cursor.pattern) ?? [];
  if (special !== undefined && special !== ":") throw new ExpressionError(whyNot(special), { offset });
  cursor.at += opening.length;
  if (name === undefined) return "(?:";
  groupNames.push(name);
  return "(";
}

function whyNot(special: string): string {
  if (special === "=" || special === "!") {
    return `(?${special}, a look-ahead, cannot be run in linear time: spell out what follows, or use "guard"`;
  }
  if (special.startsWith("<")) {
    return `(?${special}, a look-behind, cannot be run in linear time: spell out what is before, or use "guard"`;
  }
  return `(?${special}, which sets flags, is not supported: write both cases, as in [Aa]`;
}

function readQuantifier(cursor: Cursor): string | null {
  QUANTIFIER.lastIndex = cursor.at;
  const match = QUANTIFIER.exec(cursor.pattern);
  if (match === null) return null;
  const [quantifier, least = "0", most = ""] = match;
  if (Math.max(Number(least), Number(most)) > MAX_REPEAT) {
    throw new ExpressionError(
      `${quantifier} repeats more than ${MAX_REPEAT} times: use a lower number, or *`,
      { offset: cursor.at },
    );
  }
  cursor.at += quantifier.length;
  return quantifier;
}
