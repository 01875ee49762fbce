/**
 * Searches within a line of the window.
 *
 * @module
 */
import { delimiterFrom } from "./bit_window.as";
import { blankFrom as anyBlankFrom, CLOSE, LF, SPACE } from "./bytes.as";

/** The first `]` or line feed, or the end. */
// @inline
export function closeFrom(from: u32, end: u32): u32 {
  let at = delimiterFrom(from, end);
  while (at < end && load<u8>(at) != CLOSE && load<u8>(at) != LF) at = delimiterFrom(at + 1, end);
  return at;
}

/** Whether {@linkcode blankFrom} looks at every byte. */
export let isCareful: bool = false;

/** Makes {@linkcode blankFrom} look at every byte, or only at delimiters: among these is no control character but tabs and line ends. */
export function beCareful(careful: bool): void {
  isCareful = careful;
}

/** The first byte that is no more than a space, or the end. */
// @inline
export function blankFrom(from: u32, end: u32): u32 {
  if (isCareful) return anyBlankFrom(from, end);
  let at = delimiterFrom(from, end);
  while (at < end && load<u8>(at) > SPACE) at = delimiterFrom(at + 1, end);
  return at;
}

/** Whether there may be control characters: up to 31 bytes beyond the end count, too. */
export function hasControls(from: u32, to: u32): bool {
  let least = i8x16.splat(-1);
  for (let at = from; at < to; at += 32) {
    least = i8x16.min_u(least, i8x16.min_u(v128.load(at), v128.load(at, 16)));
  }
  return v128.any_true(i8x16.lt_u(least, i8x16.splat(<i8> SPACE)));
}
