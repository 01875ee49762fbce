/**
 * Places in the source that records were seen of lately: from the level to the message, `WARN  a.B [B.java:run:42] - `. There
 * are few of them: to compare one is less than to read and to hash it.
 *
 * @module
 */

const MIN_BYTES: u32 = 32;
const MAX_BYTES: u32 = 128;
/** Text, length, unused, hash. */
const ENTRY_BYTES: u32 = 144;
const ENTRY_BITS: u32 = 11;
/** Bytes of the table. */
export const SITES_BYTES: u32 = ENTRY_BYTES << ENTRY_BITS;

let sites: u32 = 0;

/** Says where there is room, of zeros. */
export function setSites(at: u32): void {
  sites = at;
}

/** Where a site is, if it is, whose logger and caller end there. */
// @inline
export function siteAt(loggerTo: u32, callerTo: u32): u32 {
  const mixed = (load<u64>(loggerTo - 8) * 0x9e3779b97f4a7c15) ^ load<u64>(callerTo - 8);
  return sites + <u32> ((mixed * 0x9e3779b97f4a7c15) >> (64 - ENTRY_BITS)) * ENTRY_BYTES;
}

/** Whether the site there is the one from `from` to `to`. */
// @inline
export function isSite(entry: u32, from: u32, to: u32): bool {
  const length = to - from;
  if (load<u32>(entry, 128) != length) return false;
  const last = entry + length;
  let other = v128.or(
    v128.or(unlike(entry, from), unlike(entry + 16, from + 16)),
    v128.or(unlike(last - 32, to - 32), unlike(last - 16, to - 16)),
  );
  for (let i: u32 = 32; i + 32 < length; i += 32) {
    other = v128.or(other, v128.or(unlike(entry + i, from + i), unlike(entry + i + 16, from + i + 16)));
  }
  return !v128.any_true(other);
}

// @inline
function unlike(a: u32, b: u32): v128 {
  return v128.xor(v128.load(a), v128.load(b));
}

/** Hash of a site that is there. */
export function siteHash(entry: u32): u64 {
  return load<u64>(entry, 136);
}

/** Puts a site there, unless it is too short or too long. */
export function seeSite(entry: u32, from: u32, to: u32, hash: u64): void {
  const length = to - from;
  if (length < MIN_BYTES || length > MAX_BYTES) return;
  memory.copy(entry, from, length);
  store<u32>(entry, length, 128);
  store<u64>(entry, hash, 136);
}
