/**
 * Places in the source that records were seen of: from the level to the message, `WARN  a.B [B.java:run:42] - `. There are few
 * of them: to compare one is less than to read and to hash it.
 *
 * @module
 */

const MIN_BYTES: u32 = 32;
const MAX_BYTES: u32 = 124;
/** Bytes after the caller's: `] - `. */
const END_BYTES: u32 = 4;
/** Text, hash of the scope, length, scope, hash of the site. */
const ENTRY_BYTES: u32 = 144;
const MAX_SITES: u32 = 4096;
/** Of the numbers of entries, by their hashes. */
const SLOT_BITS: u32 = 14;
const SLOTS_BYTES: u32 = 2 << SLOT_BITS;
/** Bytes of the table. */
export const SITES_BYTES: u32 = SLOTS_BYTES + ENTRY_BYTES * (MAX_SITES + 1);

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

/** Where the number of a site is, if it is, whose caller ends at `callerTo`; that is at least 32 bytes from its start. */
// @inline
function slotOf(from: u32, callerTo: u32): u32 {
  const caller = load<u64>(callerTo - 8) ^ rotl<u64>(load<u64>(callerTo - 16), 11);
  const file = load<u64>(callerTo - 24) ^ rotl<u64>(load<u64>(callerTo - 32), 11);
  const mixed = caller + rotl<u64>(file, 29) + rotl<u64>(load<u64>(from) + (callerTo - from), 47);
  return slots + (<u32> ((mixed * 0x9e3779b97f4a7c15) >> (64 - SLOT_BITS)) << 1);
}

/** The site from `from` on whose caller ends at `callerTo`; 0: it is not known. */
// @inline
export function siteAt(from: u32, callerTo: u32): u32 {
  const entry = entries + <u32> load<u16>(slotOf(from, callerTo)) * ENTRY_BYTES;
  const length = callerTo + END_BYTES - from;
  if (load<u32>(entry, 128) != length) return 0;
  const middle = min(32, length - 32);
  const last = length - 32;
  let other = v128.or(
    v128.or(unlike(entry, from), unlike(entry + 16, from + 16)),
    v128.or(unlike(entry + middle, from + middle), unlike(entry + middle + 16, from + middle + 16)),
  );
  if (length > 96) {
    other = v128.or(other, v128.or(unlike(entry + 64, from + 64), unlike(entry + 80, from + 80)));
  }
  other = v128.or(
    other,
    v128.or(unlike(entry + last, from + last), unlike(entry + last + 16, from + last + 16)),
  );
  return v128.any_true(other) ? 0 : entry;
}

// @inline
function unlike(a: u32, b: u32): v128 {
  return v128.xor(v128.load(a), v128.load(b));
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
  if (length < MIN_BYTES + END_BYTES || length > MAX_BYTES) return;
  const slot = slotOf(from, callerTo);
  let number: u32 = load<u16>(slot);
  if (number == 0) {
    if (count == MAX_SITES) {
      memory.fill(slots, 0, SLOTS_BYTES);
      count = 0;
    }
    number = ++count;
    store<u16>(slot, <u16> number);
  }
  const entry = entries + number * ENTRY_BYTES;
  memory.copy(entry, from, length);
  store<u32>(entry, scopeHash, MAX_BYTES);
  store<u32>(entry, length, 128);
  store<u32>(entry, scope, 132);
  store<u64>(entry, hash, 136);
}
