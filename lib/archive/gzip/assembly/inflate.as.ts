/**
 * Inflates raw deflate data (RFC 1951).
 *
 * @module
 */
import { bits, count, giveBack, input, inputEnd, setBits, setInput, useInput } from "./bit_reader.as";
import { readBlockHeader } from "./block_header.as";
import { copyMatch, decodeCarefully, outputAt, setOutput } from "./careful_symbols.as";
import { CAREFUL, DAMAGED, decodeFast, isFastAt, outputAfter } from "./fast_symbols.as";
import {
  HELD_BITS,
  HELD_COUNT,
  HISTORY_BYTES,
  IS_LAST,
  LENGTH_LEFT,
  MODE,
  REACH,
  space,
  useSpace,
} from "./inflate_space.as";
import { BLOCK, CODES, CORRUPT, END, STORED } from "./modes.as";

export { FIELDS, INPUT_BYTES, SPACE_BYTES } from "./inflate_space.as";

/** What a call ended with. */
const MORE: u32 = 0;
const STOPPED: u32 = 1;
const OVER: u32 = 2;
const WRONG: u32 = 3;

/** Bytes of the input that were used. */
export let consumed: u32 = 0;
/** Bits of the last one of these that were not. */
export let unusedBits: u32 = 0;
/** Where the output ends. */
export let outputEnd: u32 = 0;

/** Begins a stream; the output goes on. */
export function reset(at: u32): void {
  memory.fill(at + HELD_BITS, 0, 32);
}

/**
 * Inflates bytes that lie at the beginning of a space: output is written from one place up to another, and as much before it as
 * `REACH` says may be referred to. Stops after the first block that ends at `stopAt` or later.
 */
export function inflate(at: u32, length: u32, from: u32, to: u32, stopAt: u32): u32 {
  useSpace(at);
  useInput(at, at + length);
  setBits(load<u32>(at, HELD_BITS), load<u32>(at, HELD_COUNT));
  setOutput(from);
  const lowest = from - load<u32>(at, REACH);
  let mode = load<u32>(at, MODE);
  let isStopped = false;
  let isStarved = false;
  while (!isStarved && !isStopped && mode < END) {
    const before = mode;
    if (mode == BLOCK) mode = beginBlock();
    else if (mode == STORED) mode = copyStored(to);
    else mode = decode(to, lowest);
    isStarved = mode == before;
    isStopped = mode == BLOCK && before != BLOCK && outputAt >= stopAt;
  }
  giveBack();
  store<u32>(at, <u32> bits, HELD_BITS);
  store<u32>(at, count, HELD_COUNT);
  store<u32>(at, mode, MODE);
  store<u32>(at, min(HISTORY_BYTES, outputAt - lowest), REACH);
  consumed = input - at;
  unusedBits = count;
  outputEnd = outputAt;
  return mode == END ? OVER : mode == CORRUPT ? WRONG : isStopped ? STOPPED : MORE;
}

/** Reads a header, unless the input ends in it. */
function beginBlock(): u32 {
  const savedBits = bits;
  const savedCount = count;
  const savedInput = input;
  const mode = readBlockHeader();
  if (count >= 0) return mode;
  setBits(savedBits, savedCount);
  setInput(savedInput);
  return BLOCK;
}

function copyStored(to: u32): u32 {
  giveBack();
  const left = load<u32>(space, LENGTH_LEFT);
  const length = min(left, min(to - outputAt, inputEnd - input));
  memory.copy(outputAt, input, length);
  setInput(input + length);
  setOutput(outputAt + length);
  store<u32>(space, left - length, LENGTH_LEFT);
  return left == length ? afterBlock() : STORED;
}

function decode(to: u32, lowest: u32): u32 {
  let status = CAREFUL;
  copyMatch(to);
  if (isFastAt(outputAt, to)) {
    status = decodeFast(space, outputAt, to, lowest);
    setOutput(outputAfter);
  }
  if (status == CAREFUL) status = decodeCarefully(to, lowest);
  return status == CAREFUL ? CODES : status == DAMAGED ? CORRUPT : afterBlock();
}

function afterBlock(): u32 {
  return load<u32>(space, IS_LAST) != 0 ? END : BLOCK;
}
