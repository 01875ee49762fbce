import type { SeekPoint } from "./seek_index.ts";

const BITS = 8;
/** Deflate blocks without output, as bits in the order of the stream. With fixed codes (RFC 1951 §3.2.6): 10 bits. */
const EMPTY_FIXED = "010" + "0".repeat(7);
/**
 * With own codes (§3.2.7): 93 bits, an odd number. Lengths of 257 literals and one distance follow, in a code in which 1 is
 * `0`, 0 is `10` and 18 is `11`: 138 and 118 zeros, 1 for the end of the block, 0. Then that end.
 */
const EMPTY_DYNAMIC = "001" + "00000" + "00000" + "0111" + "000000010010" + "000".repeat(13) + "100" +
  "11" + "1111111" + "11" + "1101011" + "0" + "10" + "0";
/** By number of bits: blocks that end so many bits after a byte begins. */
const FILLERS = Array.from({ length: BITS }, (_, bits) => fillerOf(bits));

function fillerOf(bits: number): Uint8Array {
  let text = bits % 2 === 0 ? "" : EMPTY_DYNAMIC;
  while (text.length % BITS !== bits) text += EMPTY_FIXED;
  const bytes = new Uint8Array(Math.ceil(text.length / BITS));
  for (let i = 0; i < text.length; i++) bytes[i >> 3]! |= Number(text[i]) << (i & 7);
  return bytes;
}

/**
 * What goes into an inflater before the bytes from a point on: the window as a stored block, then blocks without output up
 * to the point's bit, and in the same byte the rest of the first one, if it is divided. Nothing need be shifted that way.
 *
 * The window comes out of the inflater first.
 */
export function resumeInput(
  { window, bitOffset }: Pick<SeekPoint, "window" | "bitOffset">,
  firstByte: number,
): Uint8Array {
  const { length } = window;
  const stored = [0, length & 0xff, length >> 8, ~length & 0xff, ~length >> 8 & 0xff];
  const filler = FILLERS[bitOffset] ?? new Uint8Array(0);
  const input = new Uint8Array(stored.length + length + filler.length);
  input.set(stored);
  input.set(window, stored.length);
  input.set(filler, stored.length + length);
  if (bitOffset > 0) input[input.length - 1]! |= firstByte & (0xff << bitOffset);
  return input;
}
