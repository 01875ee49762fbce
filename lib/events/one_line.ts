const PLAIN_REGEXP = /^[!-~]*(?: [!-~]+)*$/;

/**
 * Makes text of others fit to be shown: one line, cut at `maxChars`. Line breaks, terminal escapes and direction
 * marks would forge what people read.
 */
export function oneLine(text: string, maxChars: number): string {
  // Nearly all are plain; classes of Unicode cost ten times as much.
  if (text.length <= maxChars && PLAIN_REGEXP.test(text)) return text;
  const plain = text.slice(0, maxChars).replace(/[\s\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return text.length > maxChars ? `${plain}…` : plain;
}
