import type { Expression } from "./expression/compile_expression.ts";

/** Longest captured value in UTF-16 units; the rest is cut off. */
export const MAX_CAPTURE_LENGTH = 256;
/** Most different values of one name. */
export const MAX_CAPTURE_VALUES = 100;
/** Most matches of one expression: a record of 2 MB can hold as many as it has characters. */
const MAX_MATCHES = 1000;

const OPENING: ReadonlyMap<string, string> = new Map([[")", "("], ["]", "["], ["}", "{"]]);

/** Captured values by name, in order of occurrence. */
export type CaptureSets = Map<string, Set<string>>;

/** Adds what the named groups of all matches of an expression hold. */
export function captureValues(expression: Expression, text: string, captures: CaptureSets): void {
  let from = 0;
  for (let count = 0; count < MAX_MATCHES; count++) {
    const match = expression.exec(text, from);
    if (match === null) break;
    from = match.end === match.index ? match.end + 1 : match.end;
    for (const [name, value] of match.groups) addValue(captures, name, value);
  }
}

function addValue(captures: CaptureSets, name: string, value: string): void {
  const values = captures.get(name) ?? new Set();
  if (values.size >= MAX_CAPTURE_VALUES) return;
  captures.set(name, values.add(withoutClosers(value).slice(0, MAX_CAPTURE_LENGTH).toWellFormed()));
}

/** Without brackets at its end that nothing in it opens: drivers put the text of an error into a description of their own. */
function withoutClosers(value: string): string {
  let kept = value;
  while (isUnopened(kept, kept.at(-1))) kept = kept.slice(0, -1);
  return kept;
}

function isUnopened(value: string, last = ""): boolean {
  const open = OPENING.get(last);
  return open !== undefined && value.length <= MAX_CAPTURE_LENGTH &&
    value.split(last).length > value.split(open).length;
}
