/** First and last code point of a stretch. */
export type CodeRange = readonly [first: number, last: number];
/** A set of characters: stretches in any order. */
export type CharacterSet = readonly CodeRange[];

const LAST_CODE_POINT = 0x10ffff;

/** A line ends with one of these (ECMA-262 §12.3). */
const LINE_ENDS: CharacterSet = [[0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]];
const DIGITS: CharacterSet = [[0x30, 0x39]];
const WORD: CharacterSet = [...DIGITS, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
/** WhiteSpace and LineTerminator (ECMA-262 §12.2, §12.3). */
const SPACE: CharacterSet = [
  ...LINE_ENDS,
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** What `.` matches. */
export const ANY_IN_LINE: CharacterSet = complement(LINE_ENDS);

/** What `\d`, `\w`, `\s` and their opposites match, by letter. */
export const ESCAPED_SETS: ReadonlyMap<string, CharacterSet> = new Map([
  ["d", DIGITS],
  ["D", complement(DIGITS)],
  ["w", WORD],
  ["W", complement(WORD)],
  ["s", SPACE],
  ["S", complement(SPACE)],
]);

/** All other characters. */
export function complement(set: CharacterSet): CharacterSet {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of set.toSorted((a, b) => a[0] - b[0])) {
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

/** The set as RE2 writes it. */
export function setSource(set: CharacterSet): string {
  if (set.length === 0) return "[^\\x{0}-\\x{10ffff}]";
  return `[${set.map(([first, last]) => `${characterSource(first)}-${characterSource(last)}`).join("")}]`;
}

/** A character as RE2 writes it, inside a set or outside. */
export function characterSource(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[0-9A-Za-z]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}
