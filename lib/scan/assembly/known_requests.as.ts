/**
 * Requests as agents send them, again and again: the bytes of the ones before, by which such a line is told without that it is
 * taken apart. What is not here is read in full; so nothing depends on what is.
 *
 * @module
 */
import { wide } from "./bytes.as";

/**
 * Bytes of an entry: its hash, route, agent, bytes of its head (method and URL without the clock at its end), bytes of its tail
 * (what is between size and last column), columns in the tail, requests that were not in it; then head and tail.
 */
const ENTRY_BYTES: u32 = 512;
const HEAD_AT: u32 = 32;
const MAX_HEAD_BYTES: u32 = 320;
const TAIL_AT: u32 = HEAD_AT + MAX_HEAD_BYTES;
const MAX_TAIL_BYTES: u32 = 160;
/** Bytes of a long head that say which entry it is: method and start of the path, and where project and host stand. */
const MARKS_AT: u32 = 24;
/** Of so many requests that are not in an entry, one comes into it: where many share one, to copy each would cost too much. */
const TURNS: u32 = 16;
const SPACE: i8 = 32;
const SPREAD: u64 = 0x9e3779b97f4a7c15;

let entries: u32 = 0;
let mask: u32 = 0;

/** Says where the entries are, a power of two. */
export function setKnownRequests(at: u32, count: u32): void {
  entries = at;
  mask = count - 1;
}

/** The entry that a request at `from` may be in; 0: it can be in none. */
// @inline
export function entryOf(from: u32): u32 {
  const a = v128.load(from, MARKS_AT);
  const b = v128.load(from, MARKS_AT + 16);
  const c = v128.load(from, MARKS_AT + 32);
  const d = v128.load(from, MARKS_AT + 48);
  const least = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
  if (v128.any_true(i8x16.le_u(least, i8x16.splat(SPACE)))) return shortEntryOf(from);
  // Added up: what two requests differ by twice, as the numbers of hosts, must not make up for itself.
  const sum = i64x2.add(i64x2.add(a, i64x2.shl(b, 1)), i64x2.add(i64x2.shl(c, 2), i64x2.shl(d, 3)));
  const word = i64x2.extract_lane(sum, 0) + rotl<u64>(i64x2.extract_lane(sum, 1), 29);
  return entryAt(word ^ load<u64>(from));
}

/** The entry of a request whose method and URL, with a clock or not, end within 64 bytes; 0: they are longer. */
function shortEntryOf(from: u32): u32 {
  const space = i8x16.splat(SPACE);
  const blanks = wide(
    i8x16.bitmask(i8x16.eq(v128.load(from), space)),
    i8x16.bitmask(i8x16.eq(v128.load(from, 16), space)),
    i8x16.bitmask(i8x16.eq(v128.load(from, 32), space)),
    i8x16.bitmask(i8x16.eq(v128.load(from, 48), space)),
  );
  const rest = blanks & (blanks - 1);
  const bytes = <u32> ctz(rest);
  if (rest == 0 || bytes < 8) return 0;
  const middle = load<u64>(from + ((bytes - 8) >>> 1));
  return entryAt(load<u64>(from) + rotl<u64>(middle, 13) + rotl<u64>(load<u64>(from + bytes - 8), 29));
}

// @inline
function entryAt(word: u64): u32 {
  return entries + (<u32> ((word * SPREAD) >> 40) & mask) * ENTRY_BYTES;
}

/** End of the head in an entry that stands at `from`, which may be beyond its line; 0: another does. */
// @inline
export function knownHeadEnd(entry: u32, from: u32): u32 {
  const bytes = load<u32>(entry, 16);
  return bytes != 0 && isText(from, entry + HEAD_AT, bytes) ? from + bytes : 0;
}

/** Hash of method and URL without the clock at its end. */
export function hashOfEntry(entry: u32): u64 {
  return load<u64>(entry);
}

/** Its route. */
export function routeOf(entry: u32): u32 {
  return load<u32>(entry, 8);
}

/** Its agent. */
export function agentOf(entry: u32): u32 {
  return load<u32>(entry, 12);
}

/** Keeps a request whose head goes from `from` to `to`, and says so: it has to come some times to take the place of another. */
export function keepHead(entry: u32, from: u32, to: u32, hash: u64, route: u32, agent: u32): bool {
  const bytes = to - from;
  if (bytes > MAX_HEAD_BYTES) return false;
  const others = load<u32>(entry, 28);
  store<u32>(entry, others + 1, 28);
  if (others % TURNS != 0) return false;
  store<u64>(entry, hash);
  store<u32>(entry, route, 8);
  store<u32>(entry, agent, 12);
  store<u32>(entry, bytes, 16);
  memory.copy(entry + HEAD_AT, from, bytes);
  return true;
}

/** End of the tail in an entry that stands at `from`, which may be beyond its line; 0: another does. */
// @inline
export function knownTailEnd(entry: u32, from: u32, columns: u32): u32 {
  const bytes = load<u32>(entry, 20);
  return bytes != 0 && load<u32>(entry, 24) == columns && isText(from, entry + TAIL_AT, bytes)
    ? from + bytes
    : 0;
}

/** Keeps the tail of a request that was kept. */
export function keepTail(entry: u32, from: u32, to: u32, columns: u32): void {
  const bytes = to - from;
  if (bytes == 0 || bytes > MAX_TAIL_BYTES) return;
  store<u32>(entry, bytes, 20);
  store<u32>(entry, columns, 24);
  memory.copy(entry + TAIL_AT, from, bytes);
}

/** Whether two texts are the same. */
// @inline
function isText(at: u32, text: u32, bytes: u32): bool {
  if (bytes < 32) return isShortText(at, text, bytes);
  // The last step may be of bytes that were compared before.
  const last = bytes - 32;
  let other = unlike(at + last, text + last);
  for (let i: u32 = 0; i < last; i += 32) other = v128.or(other, unlike(at + i, text + i));
  return !v128.any_true(other);
}

function isShortText(at: u32, text: u32, bytes: u32): bool {
  const first = i8x16.bitmask(i8x16.ne(v128.load(at), v128.load(text)));
  const second = i8x16.bitmask(i8x16.ne(v128.load(at, 16), v128.load(text, 16)));
  return (first | (second << 16)) << (32 - bytes) == 0;
}

// @inline
function unlike(a: u32, b: u32): v128 {
  return v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
}
