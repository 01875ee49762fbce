/**
 * Searches within a line of the window.
 *
 * @module
 */
import { delimiterFrom } from "./bit_window.as";
import { blankFrom as anyBlankFrom, CLOSE, LF, SPACE } from "./bytes.as";

/** The first `]` or line feed, or the end. */
export function closeFrom(from: u32, end: u32): u32 {
  let at = delimiterFrom(from, end);
  while (at < end && load<u8>(at) != CLOSE && load<u8>(at) != LF) at = delimiterFrom(at + 1, end);
  return at;
}

/** The first byte that is no more than a space, or the end. */
export function blankFrom(from: u32, end: u32): u32 {
  let at = delimiterFrom(from, end);
  while (at < end && load<u8>(at) > SPACE) at = delimiterFrom(at + 1, end);
  return hasControls(from, at) ? anyBlankFrom(from, at) : at;
}

/** Whether there may be control characters: up to 31 bytes beyond the end count, too. */
function hasControls(from: u32, to: u32): bool {
  let least = i8x16.splat(-1);
  for (let at = from; at < to; at += 32) {
    least = i8x16.min_u(least, i8x16.min_u(v128.load(at), v128.load(at, 16)));
  }
  return v128.any_true(i8x16.lt_u(least, i8x16.splat(<i8> SPACE)));
}
