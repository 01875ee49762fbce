const LF = 10;
const CR = 13;

/** Whether `bytes` stand at `at`, before `end`. */
export function startsWithAt(buffer: Uint8Array, at: number, end: number, bytes: Uint8Array): boolean {
  if (at + bytes.length > end) return false;
  for (let i = 0; i < bytes.length; i++) if (buffer[at + i] !== bytes[i]) return false;
  return true;
}

/** The line feed that ends the line, or the end of the buffer. */
export function lineEndFrom(b: Uint8Array, at: number): number {
  const lineFeed = b.indexOf(LF, at);
  return lineFeed < 0 ? b.length : lineFeed;
}

/** Whether the line that `to` bounds ends at `at`: with a line feed, or a carriage return before it. */
export function isLineEnd(b: Uint8Array, at: number, to: number): boolean {
  return b[at] === LF || (b[at] === CR && (at + 1 >= to || b[at + 1] === LF));
}

/** Value of an ASCII digit; so far below zero for any other byte that no sum with it is a number. */
export function digit(byte: number): number {
  const value = byte - 48;
  return value >= 0 && value <= 9 ? value : -100_000;
}

/** Value of two digits; negative when one is none. */
export function twoDigits(b: Uint8Array, at: number): number {
  return digit(b[at]!) * 10 + digit(b[at + 1]!);
}

/** Whether a byte is an ASCII letter. */
export function isLetter(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90);
}
