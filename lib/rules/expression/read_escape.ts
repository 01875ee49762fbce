import { type CharacterSet, ESCAPED_SETS } from "./character_set.ts";
import { ExpressionError } from "./expression_error.ts";

/** A place in an expression; reading moves it. */
export interface Cursor {
  /** The expression. */
  readonly pattern: string;
  /** Next UTF-16 unit, 0-based. */
  at: number;
}

/** A character, by its code point, or a set of them. */
export type Atom = number | CharacterSet;

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["t", 0x09],
  ["n", 0x0a],
  ["v", 0x0b],
  ["f", 0x0c],
  ["r", 0x0d],
]);
const SURROGATE_PAIR = /\\u([Dd][89ABab][\dA-Fa-f]{2})\\u([Dd][C-Fc-f][\dA-Fa-f]{2})/y;
const UNIT = /\\u([\dA-Fa-f]{4})|\\x([\dA-Fa-f]{2})/y;
const CONTROL_LETTER = /\\c([A-Za-z])/y;

/** Reads a character as it is written. */
export function readCharacter(cursor: Cursor): number {
  const codePoint = cursor.pattern.codePointAt(cursor.at) ?? 0;
  cursor.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

/** Reads from a backslash on. What means nothing else stands for itself (ECMA-262 annex B.1.2). */
export function readEscape(cursor: Cursor): Atom {
  const offset = cursor.at;
  const code = readCode(cursor);
  if (code !== null) return code;
  const letter = cursor.pattern.charAt(offset + 1);
  if (letter === "c") {
    cursor.at = offset + 1;
    return 0x5c;
  }
  if (/[0-9]/.test(letter)) return readNull(cursor, letter);
  const known = ESCAPED_SETS.get(letter) ?? CONTROLS.get(letter);
  cursor.at = offset + 1;
  const itself = readCharacter(cursor);
  return known ?? itself;
}

function readCode(cursor: Cursor): number | null {
  const pair = take(SURROGATE_PAIR, cursor);
  if (pair !== null) return String.fromCharCode(hex(pair[1]), hex(pair[2])).codePointAt(0) ?? 0;
  const unit = take(UNIT, cursor);
  if (unit !== null) return hex(unit[1] ?? unit[2]);
  const control = take(CONTROL_LETTER, cursor);
  return control === null ? null : (control[1] ?? "").charCodeAt(0) % 32;
}

function readNull(cursor: Cursor, digit: string): number {
  const offset = cursor.at;
  if (digit === "0" && !/[0-9]/.test(cursor.pattern.charAt(offset + 2))) {
    cursor.at += 2;
    return 0;
  }
  throw new ExpressionError(
    "a backslash before a number, a back-reference, cannot be run in linear time: write out the text, or \\xHH for a character",
    { offset },
  );
}

function take(expression: RegExp, cursor: Cursor): RegExpExecArray | null {
  expression.lastIndex = cursor.at;
  const match = expression.exec(cursor.pattern);
  if (match !== null) cursor.at += match[0].length;
  return match;
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? "0", 16);
}
