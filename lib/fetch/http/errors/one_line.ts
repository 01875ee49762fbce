// Controls, line ends, spaces of any kind, and what changes the direction of a line.
const INVISIBLE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Co}\p{Cs}]+/gu;

/** What is visible of a text, on one line, cut to so many characters. */
export function oneLine(text: string, limit: number): string {
  const visible = text.replace(INVISIBLE_REGEXP, " ").trim();
  const characters = visible.length <= limit ? [] : [...visible.slice(0, 2 * limit + 2)];
  return characters.length <= limit ? visible : `${characters.slice(0, limit - 1).join("")}…`;
}
