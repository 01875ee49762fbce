import { type CharacterSet, complement } from "./character_set.ts";
import { type Atom, type Cursor, readCharacter, readEscape } from "./read_escape.ts";

/** Reads a class from its opening bracket to the closing one. */
export function readClass(cursor: Cursor): CharacterSet {
  const { pattern } = cursor;
  cursor.at++;
  const isNegated = pattern.charAt(cursor.at) === "^";
  if (isNegated) cursor.at++;
  const ranges: CharacterSet[] = [];
  while (pattern.charAt(cursor.at) !== "]") ranges.push(readRange(cursor));
  cursor.at++;
  return isNegated ? complement(ranges.flat()) : ranges.flat();
}

/** Beside a set a minus stands for itself (ECMA-262 annex B.1.2.8.1). */
function readRange(cursor: Cursor): CharacterSet {
  const first = readAtom(cursor);
  const isRange = cursor.pattern.charAt(cursor.at) === "-" && cursor.pattern.charAt(cursor.at + 1) !== "]";
  if (!isRange) return asSet(first);
  const minus = readCharacter(cursor);
  const last = readAtom(cursor);
  if (typeof first === "number" && typeof last === "number") return [[first, last]];
  return [...asSet(first), [minus, minus], ...asSet(last)];
}

function readAtom(cursor: Cursor): Atom {
  if (cursor.pattern.charAt(cursor.at) !== "\\") return readCharacter(cursor);
  if (cursor.pattern.charAt(cursor.at + 1) !== "b") return readEscape(cursor);
  cursor.at += 2;
  return 0x08;
}

function asSet(atom: Atom): CharacterSet {
  return typeof atom === "number" ? [[atom, atom]] : atom;
}
