/** Unicode East Asian Width W and F, in blocks: a terminal gives these two columns. Emoji as most terminals do. */
const WIDE_REGEXP =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}]/u;

/** Drawn on the character before. */
const COMBINING_REGEXP = /[\p{Mn}\p{Me}]/u;

/** Nothing but characters of one column. */
const NARROW_REGEXP = /^[\x20-\u02ff]*$/;

/** Columns that a text without control characters takes in a terminal. */
export function textWidth(text: string): number {
  if (NARROW_REGEXP.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The beginning of a line that fits into so many columns, with an ellipsis when something is left out. */
export function fitWidth(line: string, columns: number, ellipsis: string): string {
  // A character has at least one column in two code units, if it has one at all.
  if (line.length <= columns && textWidth(line) <= columns) return line;
  const room = columns - ellipsis.length;
  let width = 0;
  let end = 0;
  let isCut = false;
  for (const character of line) {
    width += characterWidth(character);
    if (width > columns) {
      isCut = true;
      break;
    }
    if (width <= room) end += character.length;
  }
  return isCut ? line.slice(0, end) + ellipsis : line;
}

function characterWidth(character: string): number {
  if (NARROW_REGEXP.test(character)) return 1;
  if (COMBINING_REGEXP.test(character)) return 0;
  return WIDE_REGEXP.test(character) ? 2 : 1;
}
