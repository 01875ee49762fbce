const MASK = "#";

/**
 * Whether all messages of the template `special` are messages of `general`, too: word by word the same, or with a mask
 * (`#`) in `general` that stands for what is there. Every template covers itself.
 */
export function templateCovers(general: string, special: string): boolean {
  if (general === special) return true;
  if (!general.includes(MASK)) return false;
  const [wide, narrow] = [general.split(" "), special.split(" ")];
  return wide.length === narrow.length && wide.every((word, at) => wordCovers(word, narrow[at]!));
}

/** Matches the pieces between masks from left to right; the first and the last are bound to the ends. */
function wordCovers(general: string, special: string): boolean {
  if (general === special) return true;
  const pieces = general.split(MASK);
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  if (pieces.length < 2 || special.length < first.length + last.length) return false;
  if (!special.startsWith(first) || !special.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = special.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= special.length - last.length;
}
