/**
 * Places in the source that records were seen of: from the level to the message, `WARN  a.B [B.java:run:42] - `. There are few
 * of them: to compare one is less than to read and to hash it.
 *
 * @module
 */

/** No shorter place up to the `]` of its caller is kept. */
export const MIN_SITE_BYTES: u32 = 32;
const MAX_BYTES: u32 = 124;
/** Bytes after the caller's: `] - `. */
export const END_BYTES: u32 = 4;
/** Text, hash of the scope, length, scope, hash of the site. */
const ENTRY_BYTES: u32 = 144;
const MAX_SITES: u32 = 4095;
/** Of the numbers of entries, by hashes, two for each of these; a slot is a number and some bits of its hash. */
const SLOT_BITS: u32 = 13;
const SLOTS_BYTES: u32 = 4 << SLOT_BITS;
const TAG_BITS: u32 = 4;
const TAGS: u32 = 15;
/** Bytes of the table. */
export const SITES_BYTES: u32 = SLOTS_BYTES + ENTRY_BYTES * (MAX_SITES + 1);

const SPREAD: u64 = 0x9e3779b97f4a7c15;

let slots: u32 = 0;
/** The first one stands for none. */
let entries: u32 = 0;
let count: u32 = 0;

/** Says where there is room, of zeros. */
export function setSites(at: u32): void {
  slots = at;
  entries = at + SLOTS_BYTES;
  count = 0;
}

/** Hash of a site whose caller ends at `callerTo`; that is at least 32 bytes from its start. */
// @inline
function placeHash(from: u32, callerTo: u32): u64 {
  // The names of backup jobs have the name of their project there.
  const logger = load<u64>(from, 18) + callerTo - from;
  const caller = i64x2.add(v128.load(callerTo - 16), i64x2.shl(v128.load(callerTo - 32), 1));
  const mixed = <u64> i64x2.extract_lane(caller, 0) + rotl<u64>(i64x2.extract_lane(caller, 1), 29) +
    rotl<u64>(logger, 47);
  return mixed * SPREAD;
}

// @inline
function slotsOf(hash: u64): u32 {
  return slots + (<u32> (hash >> (64 - SLOT_BITS)) << 2);
}

/** Whether a slot is of another hash; of one in 16 others, it seems to be not. */
// @inline
function isOther(slot: u32, hash: u64): bool {
  return ((slot ^ <u32> hash >>> 16) & TAGS) != 0;
}

/** Where a site from `from` on is whose caller ends at `callerTo`, if it is. */
// @inline
export function siteAt(from: u32, callerTo: u32): u32 {
  const hash = placeHash(from, callerTo);
  const both = load<u32>(slotsOf(hash));
  const slot = select<u32>(both >>> 16, both & 0xffff, isOther(both, hash));
  return entries + (slot >>> TAG_BITS) * ENTRY_BYTES;
}

/** What is not alike of a site of so many bytes there and the text at `from`; of no meaning when its length is another. */
// @inline
export function unlikeSite(entry: u32, from: u32, bytes: u32): v128 {
  const middle = min(32, bytes - 32);
  const last = bytes - 32;
  let other = v128.or(
    v128.or(unlike(entry, from), unlike(entry + middle, from + middle)),
    unlike(entry + last, from + last),
  );
  if (bytes > 96) other = v128.or(other, unlike(entry + 64, from + 64));
  return other;
}

/** What is not alike of 32 bytes. */
// @inline
function unlike(a: u32, b: u32): v128 {
  return v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
}

/** Bytes of a site; 0: none is there. */
// @inline
export function siteBytes(entry: u32): u32 {
  return load<u32>(entry, 128);
}

/** Hash of a site. */
// @inline
export function siteHash(entry: u32): u64 {
  return load<u64>(entry, 136);
}

/** Id of the scope that a site names; 0: it names none. */
// @inline
export function siteScope(entry: u32): u32 {
  return load<u32>(entry, 132);
}

/** Hash of that scope. */
export function siteScopeHash(entry: u32): u32 {
  return load<u32>(entry, MAX_BYTES);
}

/** Keeps a site and the scope it names, 0 for none, unless it is too short or too long. */
export function keepSite(from: u32, callerTo: u32, hash: u64, scope: u32, scopeHash: u32): void {
  const length = callerTo + END_BYTES - from;
  if (length < MIN_SITE_BYTES + END_BYTES || length > MAX_BYTES) return;
  const placed = placeHash(from, callerTo);
  const first = slotsOf(placed);
  const isFree = load<u16>(first) == 0 || !isOther(load<u16>(first), placed);
  const slot = isFree ? first : first + 2;
  let number: u32 = load<u16>(slot) >>> TAG_BITS;
  if (number == 0) {
    if (count == MAX_SITES) {
      memory.fill(slots, 0, SLOTS_BYTES);
      count = 0;
    }
    number = ++count;
  }
  store<u16>(slot, <u16> ((number << TAG_BITS) | (<u32> placed >>> 16 & TAGS)));
  const entry = entries + number * ENTRY_BYTES;
  memory.copy(entry, from, length);
  store<u32>(entry, scopeHash, MAX_BYTES);
  store<u32>(entry, length, 128);
  store<u32>(entry, scope, 132);
  store<u64>(entry, hash, 136);
}
