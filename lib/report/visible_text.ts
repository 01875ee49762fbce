/**
 * Characters that a reader cannot see, or that change what the reader sees of others: C0, C1, DEL, format characters
 * (bidi controls, zero-width, tags, byte order mark), line and paragraph separators, lone surrogates, blank fillers.
 */
const INVISIBLE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** Stretches that may hold such characters: most texts have none. */
const RARE_REGEXP = /[^ -~]+/g;

function escapeCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/**
 * Replaces what cannot be seen, or reorders what can, with visible escapes such as `\x1b` and `\u202e`.
 *
 * @param text Any text, for example a log line.
 * @param keep Control characters that stay as they are; none when left out.
 */
export function visibleText(text: string, keep = ""): string {
  const escape = (character: string) => keep.includes(character) ? character : escapeCharacter(character);
  return text.replace(RARE_REGEXP, (rare) => rare.replace(INVISIBLE_REGEXP, escape));
}
