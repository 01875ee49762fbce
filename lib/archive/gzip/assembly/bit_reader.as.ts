/** Bits of the input, lowest first (RFC 1951 §3.1.1), for what is read with care. */

/** The next byte of input, and the end. */
export let input: u32 = 0;
export let inputEnd: u32 = 0;
/** Bits taken out of the input, and how many of them are there; below zero: more were dropped than there were. */
export let bits: u64 = 0;
export let count: i32 = 0;

export function useInput(from: u32, to: u32): void {
  input = from;
  inputEnd = to;
}

export function setInput(at: u32): void {
  input = at;
}

export function setBits(held: u64, heldCount: i32): void {
  bits = held;
  count = heldCount;
}

/** Takes at least 56 bits, or all there are. */
export function refill(): void {
  if (count < 0) return;
  if (inputEnd - input >= 8) {
    bits |= load<u64>(input) << count;
    input += (63 - count) >> 3;
    count |= 56;
    return;
  }
  for (; count < 56 && input < inputEnd; input++, count += 8) bits |= <u64> load<u8>(input) << count;
}

/** The next bits, at most 16. */
export function peek(wanted: u32): u32 {
  return <u32> bits & ((1 << wanted) - 1);
}

export function drop(used: u32): void {
  bits >>= used;
  count -= used;
}

/** Takes the next bits, at most 16. */
export function take(wanted: u32): u32 {
  const value = peek(wanted);
  drop(wanted);
  return value;
}

/** Gives whole bytes back to the input. */
export function giveBack(): void {
  input -= count >> 3;
  count &= 7;
  bits &= (1 << count) - 1;
}
