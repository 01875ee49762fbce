/**
 * What a byte means to the masking rule: a token between delimiters that contains a digit or `@` is a variable part.
 * One table lookup per byte decides, see `reference/performance.md` §4.
 *
 * @module
 */

/** Plain text. */
export const TEXT = 0;
/** Makes the token it is in a variable part. */
export const VARIABLE = 1;
/** Ends a token. */
export const DELIMITER = 2;

/** Delimiters of the masking rule; the display form of a template is cut at the same ones. */
export const DELIMITERS = " \t\r\n\"'(),/;<>=[]{}|";

/** Class of each byte. */
export const BYTE_CLASS: Uint8Array = byteClasses();

function byteClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (const char of DELIMITERS) classes[char.charCodeAt(0)] = DELIMITER;
  for (const char of "0123456789@") classes[char.charCodeAt(0)] = VARIABLE;
  return classes;
}
