/** Longest captured value in UTF-16 units; the rest is cut off. */
export const MAX_CAPTURE_LENGTH = 256;
/** Most different values of one name. */
export const MAX_CAPTURE_VALUES = 100;
/** Most matches of one expression: a record of 2 MB can hold as many as it has characters. */
const MAX_MATCHES = 1000;

/** Captured values by name, in order of occurrence. */
export type CaptureSets = Map<string, Set<string>>;

/** Adds what the named groups of all matches of a global expression hold. */
export function captureValues(pattern: RegExp, text: string, captures: CaptureSets): void {
  pattern.lastIndex = 0;
  for (let count = 0; count < MAX_MATCHES; count++) {
    const match = pattern.exec(text);
    if (match === null) break;
    if (match[0] === "") pattern.lastIndex++;
    for (const [name, value] of Object.entries(match.groups ?? {})) addValue(captures, name, value);
  }
}

/** A group that took no part in the match has no value, whatever its type says. */
function addValue(captures: CaptureSets, name: string, value: string | undefined): void {
  if (!value) return;
  const values = captures.get(name) ?? new Set();
  if (values.size >= MAX_CAPTURE_VALUES) return;
  captures.set(name, values.add(value.slice(0, MAX_CAPTURE_LENGTH).toWellFormed()));
}
