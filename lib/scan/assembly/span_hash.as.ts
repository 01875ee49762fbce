/**
 * `HashedBytes` in WebAssembly. A hash is its two lanes in one number: the first in the upper half.
 *
 * @module
 */

const P: u32 = 0x9e3779b1;
const Q: u32 = 0x85ebca6b;
const R: u32 = 0xc2b2ae35;
const S: u32 = 0x27d4eb2f;

/** The first lane. */
export function highOf(hash: u64): u32 {
  return <u32> (hash >> 32);
}

/** The second lane. */
export function lowOf(hash: u64): u32 {
  return <u32> hash;
}

/** Puts two lanes together. */
export function hashOf(high: u32, low: u32): u64 {
  return (<u64> high << 32) | <u64> low;
}

/** The hash of nothing. */
export function seededHash(seed: u32): u64 {
  return hashOf((seed ^ P) * Q, (seed ^ Q) * R);
}

/** Adds the bytes from `from` to `to`, and how they end: 0 to 7. */
export function addSpan(start: u64, from: u32, to: u32, ending: u32): u64 {
  // Lanes apart, and what does not wait for them first: a step takes as long as a turn, an exclusive or and a product.
  let high = highOf(start);
  let low = lowOf(start);
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const bytes = load<u64>(at);
    const first = <u32> bytes;
    const second = <u32> (bytes >> 32);
    high = (rotl(high, 5) ^ (first ^ rotl(second * R, 15))) * P;
    low = (rotl(low, 13) ^ (second ^ rotl(first * S, 15))) * Q;
  }
  const rest = to - at;
  const mark = <u64> (0x80 | (ending << 3) | rest) << 56;
  const bytes = (load<u64>(at) & ((<u64> 1 << (rest << 3)) - 1)) | mark;
  const first = <u32> bytes;
  const second = <u32> (bytes >> 32);
  return hashOf(
    (rotl(high, 5) ^ (first ^ rotl(second * R, 15))) * P,
    (rotl(low, 13) ^ (second ^ rotl(first * S, 15))) * Q,
  );
}

/** The hash of bytes alone. */
export function textHash(from: u32, to: u32): u64 {
  return addSpan(seededHash(0), from, to, 0);
}
