/**
 * `HashedBytes` in WebAssembly. A hash is its two lanes in one number: the first in the upper half.
 *
 * @module
 */

const P: u32 = 0x9e3779b1;
const Q: u32 = 0x85ebca6b;
const R: u32 = 0xc2b2ae35;

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

/** Adds a number. */
export function addWord(hash: u64, word: u32): u64 {
  return hashOf((rotl(highOf(hash), 5) ^ word) * P, (rotl(lowOf(hash), 13) ^ word) * Q);
}

/** Adds the bytes from `from` to `to`, and how they end. */
export function addSpan(hash: u64, from: u32, to: u32, ending: u32): u64 {
  let high = highOf(hash);
  let low = lowOf(hash);
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word = load<u32>(at);
    high = (rotl(high, 5) ^ word) * P;
    low = (rotl(low, 13) ^ word) * Q;
  }
  if (at < to) {
    const word = load<u32>(at) & ((1 << ((to - at) << 3)) - 1);
    high = (rotl(high, 5) ^ word) * P;
    low = (rotl(low, 13) ^ word) * Q;
  }
  return addWord(hashOf(high, low), 8 * (to - from) + ending);
}

/** The hash of bytes alone. */
export function textHash(from: u32, to: u32): u64 {
  return addSpan(seededHash(0), from, to, 0);
}
