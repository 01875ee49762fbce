/** Breaks a text at spaces into lines of at most `width` columns; a longer word gets its own line. */
export function wrapText(
  text: string,
  width: number,
  widthOf: (text: string) => number = ({ length }) => length,
): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const word of text.split(" ")) {
    const wordWidth = widthOf(word);
    if (line.length > 0 && used + 1 + wordWidth > width) {
      lines.push(line.join(" "));
      line = [];
      used = 0;
    }
    used += (line.length === 0 ? 0 : 1) + wordWidth;
    line.push(word);
  }
  return [...lines, line.join(" ")];
}
