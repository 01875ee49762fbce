/**
 * Names that were seen lately, with their ids: to compare 32 bytes is less than to hash them and to look the hash up.
 *
 * @module
 */

const MAX_NAME_BYTES: u32 = 48;
/** Ids of projects have so many. */
export const ID_BYTES: u32 = 24;
/** Of a line in the nearest cache: 48 bytes of text, length and one, id, hash. */
const ENTRY_BYTES: u32 = 64;
const ENTRY_BITS: u32 = 12;
/** Bytes of one table. */
export const SEEN_BYTES: u32 = ENTRY_BYTES << ENTRY_BITS;

/** Numbers of the bytes of a name; in variables, since a constant is put together again wherever it is used. */
let firstBytes: v128 = i8x16.splat(0);
let secondBytes: v128 = i8x16.splat(0);
let thirdBytes: v128 = i8x16.splat(0);

/** Has to be called before anything else. */
export function startSeen(): void {
  firstBytes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  secondBytes = i8x16.add(firstBytes, i8x16.splat(16));
  thirdBytes = i8x16.add(firstBytes, i8x16.splat(32));
}

/** Where a name is, if it is, in a table, by some bytes of it. */
// @inline
export function seenAt(table: u32, bytes: u64): u32 {
  const mixed = bytes * 0x9e3779b97f4a7c15;
  return table + (<u32> (mixed >> (64 - ENTRY_BITS)) * ENTRY_BYTES);
}

/** Whether the name there is the one from `from` to `to`. */
// @inline
export function isSeen(entry: u32, from: u32, to: u32): bool {
  const length = to - from;
  if (load<u32>(entry, 48) != length + 1) return false;
  const size = i8x16.splat(<i8> length);
  const first = v128.and(v128.load(from), i8x16.gt_s(size, firstBytes));
  const second = v128.and(v128.load(from, 16), i8x16.gt_s(size, secondBytes));
  const third = v128.and(v128.load(from, 32), i8x16.gt_s(size, thirdBytes));
  const others = v128.or(
    v128.or(v128.xor(first, v128.load(entry)), v128.xor(second, v128.load(entry, 16))),
    v128.xor(third, v128.load(entry, 32)),
  );
  return !v128.any_true(others);
}

/** What is not alike of a name there and three times 16 bytes that begin with one; its length may be another. */
// @inline
export function unlikeName(entry: u32, first: v128, second: v128, third: v128, bytes: u32): v128 {
  const size = i8x16.splat(<i8> bytes);
  return v128.or(
    v128.or(
      v128.xor(v128.and(first, i8x16.gt_s(size, firstBytes)), v128.load(entry)),
      v128.xor(v128.and(second, i8x16.gt_s(size, secondBytes)), v128.load(entry, 16)),
    ),
    v128.xor(v128.and(third, i8x16.gt_s(size, thirdBytes)), v128.load(entry, 32)),
  );
}

/** What is not alike of an id there and the one from `from` on; its length may be another. */
// @inline
export function unlikeId(entry: u32, from: u32): v128 {
  return v128.or(
    v128.xor(v128.load(from), v128.load(entry)),
    v128.xor(v128.load(from, ID_BYTES - 16), v128.load(entry, ID_BYTES - 16)),
  );
}

/** Bytes of the name there, and one; 0: none is there. */
// @inline
export function seenBytes(entry: u32): u32 {
  return load<u32>(entry, 48);
}

/** Puts a name there, unless it is too long. */
export function see(entry: u32, from: u32, to: u32, id: u32, hash: u32): void {
  const length = to - from;
  if (length > MAX_NAME_BYTES) return;
  memory.fill(entry, 0, MAX_NAME_BYTES);
  memory.copy(entry, from, length);
  store<u32>(entry, length + 1, 48);
  store<u32>(entry, id, 52);
  store<u32>(entry, hash, 56);
}

/** Id of a name that is there. */
export function seenId(entry: u32): u32 {
  return load<u32>(entry, 52);
}

/** Hash of a name that is there. */
export function seenHash(entry: u32): u32 {
  return load<u32>(entry, 56);
}
