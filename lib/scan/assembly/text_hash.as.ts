/**
 * `HashedText` in WebAssembly: the hash of texts one after another, 32 bytes a step, so that most texts are one.
 *
 * @module
 */

const STEP_BYTES: u32 = 32;
/** How a step ends that is not the last one of its text. */
const MORE: u32 = 7;
const SPREAD: u64 = 0xd6e8feb86659fd93;

/** In variables, since a constant is put together again wherever it is used. */
let firstBytes: v128 = i8x16.splat(0);
let otherBytes: v128 = i8x16.splat(0);
let firstFactors: v128 = i8x16.splat(0);
let otherFactors: v128 = i8x16.splat(0);

/** Has to be called before anything else. */
export function startTexts(): void {
  firstBytes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  otherBytes = i8x16(16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
  firstFactors = i32x4(0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f);
  otherFactors = i32x4(0xe7037ed1, 0x8ebc6af1, 0x589965cd, 0x1d8e4e27);
}

/** Adds the bytes from `from` to `to`, and how they end: 0 to 6. */
// @inline
export function addText(hash: u64, from: u32, to: u32, ending: u32): u64 {
  let added = hash;
  let at = from;
  for (; to - at > STEP_BYTES; at += STEP_BYTES) {
    added = mixed(added, sumOf(v128.load(at), v128.load(at, 16)), (STEP_BYTES << 3) | MORE);
  }
  const size = i8x16.splat(<i8> (to - at));
  const first = v128.and(v128.load(at), i8x16.gt_s(size, firstBytes));
  const other = v128.and(v128.load(at, 16), i8x16.gt_s(size, otherBytes));
  return mixed(added, sumOf(first, other), ((to - at) << 3) | ending);
}

/** Sum of the products of all words. */
// @inline
function sumOf(first: v128, other: v128): u64 {
  const sum = i32x4.add(i32x4.mul(first, firstFactors), i32x4.mul(other, otherFactors));
  return <u64> i64x2.extract_lane(sum, 0) + rotl<u64>(i64x2.extract_lane(sum, 1), 23);
}

// @inline
function mixed(hash: u64, sum: u64, size: u32): u64 {
  // A product takes bits up alone: those above come down first.
  return (rotl<u64>(hash, 32) ^ (sum + (<u64> size << 55))) * SPREAD;
}
