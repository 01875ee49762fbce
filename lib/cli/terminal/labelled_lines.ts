/** Columns that the label of a line takes, its gap included. */
export const LABEL_WIDTH = 10;

/** Lines with their label before the first one; none when there is nothing to say. */
export function labelledLines(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? label : "").padEnd(LABEL_WIDTH) + line);
}
