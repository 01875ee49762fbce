import {
  bits as heldBits,
  count as heldCount,
  input as nextInput,
  inputEnd,
  setBits,
  setInput,
} from "./bit_reader.as";
import { END, entryBehind, INVALID, LITERALS, ODD, valueOf } from "./code_entries.as";
import { DISTANCE_BITS, DISTANCE_TABLE, LITERAL_BITS, LITERAL_TABLE } from "./inflate_space.as";
import { COPY_MARGIN, copyFar, copyNear, NEAR } from "./match_copy.as";

const LITERAL_MASK: u32 = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: u32 = (1 << DISTANCE_BITS) - 1;
/** One literal that takes a whole byte, as in data that cannot be compressed; all but the literal itself. */
const WHOLE_BYTE: u32 = 0x48;
/** What one round may take from the input, and write to the output. */
const INPUT_MARGIN: u32 = 40;
const OUTPUT_MARGIN: u32 = 8 + 258 + COPY_MARGIN;

/** What comes after it: symbols that must be read with care, the end of the block, or damage. */
export const CAREFUL: u32 = 0;
export const ENDED: u32 = 1;
export const DAMAGED: u32 = 2;

/** Where the output goes on. */
export let outputAfter: u32 = 0;

/** Whether there is enough for a round. */
export function isFastAt(output: u32, to: u32): bool {
  return nextInput + INPUT_MARGIN + 8 < inputEnd && output + OUTPUT_MARGIN < to;
}

// @inline
function literalAt(space: u32, bits: u64): u32 {
  return load<u32>(space + ((<u32> bits & LITERAL_MASK) << 2), LITERAL_TABLE);
}

// @inline
function distanceAt(space: u32, bits: u64): u32 {
  return load<u32>(space + ((<u32> bits & DISTANCE_MASK) << 2), DISTANCE_TABLE);
}

/**
 * Decodes symbols as long as neither input nor output can end in a round. All in one function, so that everything stays in
 * registers. Whenever bits may have run short, eight bytes are loaded without a look at how many bits there are: those that
 * are there already are put in their place once more.
 *
 * A round begins with at least 56 bits and an entry that is not dropped yet. Two literals take at most 20 bits, a length and
 * a distance of the first tables 15 and 22, those of the tables behind 20 and 28.
 */
export function decodeFast(space: u32, from: u32, to: u32, lowest: u32): u32 {
  const inputLimit = inputEnd - INPUT_MARGIN;
  const outputLimit = to - OUTPUT_MARGIN;
  let input = nextInput;
  let output = from;
  let count = heldCount;
  let bits = heldBits | load<u64>(input) << count;
  input += (63 - count) >> 3;
  count |= 56;
  let entry = literalAt(space, bits);
  let status = CAREFUL;
  while (true) {
    if (input > inputLimit) break;
    if (output > outputLimit) break;
    if (entry & LITERALS) {
      store<u32>(output, entry >> 8);
      output += entry >> 6 & 3;
      bits >>= entry & 63;
      count -= entry & 63;
      entry = literalAt(space, bits);
      if (entry & LITERALS) {
        store<u32>(output, entry >> 8);
        output += entry >> 6 & 3;
        bits >>= entry & 63;
        count -= entry & 63;
        entry = literalAt(space, bits);
        bits |= load<u64>(input) << count;
        input += (63 - count) >> 3;
        count |= 56;
        // A guess at the length of the code lets the next symbol be looked up before this one is known.
        while ((entry & 0xff) == WHOLE_BYTE) {
          store<u8>(output++, entry >> 8);
          bits >>= 8;
          entry = literalAt(space, bits);
          if ((entry & 0xff) == WHOLE_BYTE) {
            store<u8>(output++, entry >> 8);
            bits >>= 8;
            count -= 8;
            entry = literalAt(space, bits);
          }
          count -= 8;
          bits |= load<u64>(input) << count;
          input += (63 - count) >> 3;
          count |= 56;
          if (input > inputLimit) break;
          if (output > outputLimit) break;
        }
        continue;
      }
    }
    if (entry & ODD) {
      bits |= load<u64>(input) << count;
      input += (63 - count) >> 3;
      count |= 56;
      if ((entry & (END | INVALID)) == 0) {
        entry = entryBehind(space + LITERAL_TABLE, LITERAL_BITS, entry, bits);
        if (entry & LITERALS) continue;
      }
      if (entry & ODD) {
        bits >>= entry & 63;
        count -= entry & 63;
        status = entry & END ? ENDED : DAMAGED;
        break;
      }
    }
    const length = valueOf(entry, bits);
    bits >>= entry & 63;
    count -= entry & 63;
    entry = distanceAt(space, bits);
    if (entry & ODD) {
      bits |= load<u64>(input) << count;
      input += (63 - count) >> 3;
      count |= 56;
      if ((entry & INVALID) == 0) entry = entryBehind(space + DISTANCE_TABLE, DISTANCE_BITS, entry, bits);
    }
    const distance = valueOf(entry, bits);
    bits >>= entry & 63;
    count -= entry & 63;
    if ((entry & ODD) != 0 || distance > output - lowest) {
      status = DAMAGED;
      break;
    }
    bits |= load<u64>(input) << count;
    input += (63 - count) >> 3;
    count |= 56;
    entry = literalAt(space, bits);
    const end = output + length;
    if (distance >= NEAR) copyFar(output, distance, end);
    else copyNear(output, distance, end);
    output = end;
  }
  setInput(input);
  setBits(bits, count);
  outputAfter = output;
  return status;
}
