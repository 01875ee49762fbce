import { createRawInflater } from "../../../lib/archive/gzip/inflate_raw.ts";
import { resumeInput } from "../../../lib/archive/seek/resume_input.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, concat, noise } from "../../helpers/tar_builder.ts";
import { assertSameBytes } from "./indexed_archive.ts";

/** Bits in the order of a deflate stream, as bytes. */
function bytesOfBits(bits: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of Array.from(bits).entries()) bytes[i >> 3]! |= Number(bit) << (i & 7);
  return bytes;
}

// Codes of RFC 1951 §3.2.6: the last block, with fixed codes.
const [FINAL_FIXED, LENGTH_258, LETTER_A, END] = ["110", "11000101", "01110001", "0000000"];

/** What it is, the window, the rest of the data, what comes out of that. */
const CASES: readonly (readonly [what: string, window: Uint8Array, bits: string, text: Uint8Array])[] = [
  ["no window", new Uint8Array(0), FINAL_FIXED + LETTER_A + END, bytesOf("A")],
  [
    "a match from the first of 24 bytes",
    bytesOf("synthetic lines, UTC\n\n\n\n"),
    FINAL_FIXED + LENGTH_258 + "01000" + "111" + LETTER_A + END,
    bytesOf("synthetic lines, UTC\n\n\n\n".repeat(11).slice(0, 258) + "A"),
  ],
  [
    "a match from the first of 32 KiB",
    noise(32_768),
    FINAL_FIXED + LENGTH_258 + "11101" + "1111111111111" + LETTER_A + END,
    concat(noise(258), bytesOf("A")),
  ],
];

for (const [what, window, bits, text] of CASES) {
  for (const engine of ["fast", "portable"] as const) {
    Deno.test(`resumeInput() lets an inflater go on at any bit with ${what} (${engine})`, () => {
      const inflater = createRawInflater(engine);
      for (let bitOffset = 0; bitOffset < 8; bitOffset++) {
        const bytes = bytesOfBits("1".repeat(bitOffset) + bits);
        const rest = bytes.subarray(bitOffset > 0 ? 1 : 0);
        const input = concat(resumeInput({ window, bitOffset }, bytes[0]!), rest, noise(9));
        inflater.reset();
        inflater.drain();
        assertEquals(inflater.inflate(input, 0, input.length), "end");
        assertSameBytes(inflater.output.slice(0, inflater.filled), concat(window, text), `Bit ${bitOffset}`);
      }
      inflater.close();
    });
  }
}
