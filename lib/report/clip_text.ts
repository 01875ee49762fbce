/** The beginning of a text, and how much was left out. */
export interface ClippedText {
  /** The beginning, never half a surrogate pair. */
  readonly text: string;
  /** UTF-16 code units left out. */
  readonly omitted: number;
}

/** Keeps at most so many lines and UTF-16 code units. */
export function clipText(
  text: string,
  limits: { readonly lines: number; readonly length: number },
): ClippedText {
  const start = text.slice(0, limits.length).split("\n", limits.lines).join("\n");
  const kept = start.replace(/[\ud800-\udbff]$/, "");
  return { text: kept, omitted: text.length - kept.length };
}

/** Fits a line into a width, with an ellipsis when something is left out. */
export function fitLine(line: string, width: number): string {
  return line.length <= width ? line : clipText(line, { lines: 1, length: width - 1 }).text + "…";
}
